namespace SovereignFleet.Server.Health.Xids;

/// <summary>One XID as NVIDIA's catalogue has it.</summary>
/// <param name="Immediate">The catalogue's immediate action: RESET_GPU, RESTART_APP, ...; empty: none given.</param>
internal sealed record Xid(int Code, string Mnemonic, string Meaning, string Immediate, XidClass Class);
