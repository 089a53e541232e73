namespace SovereignFleet.Server.Fleet.Ownership;

/// <summary>A Host says that it has a GPU that another Host has: it waits for a person, or for the other one to fall silent or to say that the GPU
/// is gone.</summary>
/// <param name="Owner">The name of the Host that has it.</param>
internal sealed record GpuClaim(string Uuid, string Serial, string Owner);
