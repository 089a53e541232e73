using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace SovereignFleet.Server.Fleet.Inventory.Rules;

/// <summary>One declared inventory while it is brought into the database.</summary>
/// <param name="actor">"person:ada"</param>
/// <param name="bringsBack">Whether what was retired comes back where it is declared: a person's word does, a file that is read at each start does not.</param>
/// <param name="reason">A person's, for the Journal; empty: none was given.</param>
internal sealed class Declaration(string actor, bool bringsBack, string reason)
{
    public string Actor => actor;

    /// <summary>" Reason: sold." or nothing.</summary>
    public string Because => reason.Length == 0 ? "" : $" Reason: {reason.TrimEnd('.')}.";

    /// <summary>A line for a person per change: "host gpu-1: rack B07 -> B08".</summary>
    public List<string> Changes { get; } = [];

    /// <summary>What was taken and is likely a slip.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Host names to where they are declared: ("gpu-1", "hosts[3]").</summary>
    public Dictionary<string, string> Hosts { get; } = [];

    /// <summary>Pool ids to where they are declared.</summary>
    public Dictionary<string, string> Pools { get; } = [];

    /// <summary>Site ids to where they are declared.</summary>
    public Dictionary<string, string> Sites { get; } = [];

    /// <returns>False: it was retired, and this is no word that brings it back; that is among the warnings.</returns>
    public bool MayBringBack(string path, string name, DateTimeOffset? retiredAt)
    {
        if (retiredAt is null || bringsBack)
        {
            return true;
        }

        Warnings.Add($"{path}: {name} was retired on {retiredAt:yyyy-MM-dd} and stays so; take it out of the file, or apply it by POST /v1/inventory to bring it back.");
        return false;
    }

    /// <returns>False: a person changed it since, on a page or by the API, and this is no person's word. It is left as it is, and that is among the warnings.</returns>
    public bool MayChange(string path, string name, EntityEntry entry, string changedBy)
    {
        if (bringsBack || changedBy == "system")
        {
            return true;
        }

        foreach (var property in entry.Properties.Where(property => property.IsModified))
        {
            property.CurrentValue = property.OriginalValue;
        }

        entry.State = EntityState.Unchanged;
        Warnings.Add($"{path}: {name} was changed by {changedBy} and stays so; bring the file to what is there, or apply it by POST /v1/inventory.");
        return false;
    }
}
