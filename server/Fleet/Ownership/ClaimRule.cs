namespace SovereignFleet.Server.Fleet.Ownership;

/// <summary>Whether a GPU that two Hosts name has moved. Pure.</summary>
internal static class ClaimRule
{
    /// <param name="removed">Another GPU stands in its place at its owner.</param>
    /// <param name="owner">Whether the owner is heard.</param>
    /// <param name="ownerHasIt">What the owner's own Inventory says; null: nothing, or that it could not read its GPUs.</param>
    /// <returns>True: it moves by itself. False: both say that they have it, and a person looks.</returns>
    public static bool Moves(bool removed, Fleet.Liveness.Liveness owner, bool? ownerHasIt) =>
        removed || ownerHasIt == false || owner is Fleet.Liveness.Liveness.NeverHeard or Fleet.Liveness.Liveness.Silent;
}
