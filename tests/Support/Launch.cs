namespace SovereignFleet.Tests.Support;

/// <summary>What a process is started with.</summary>
internal sealed record Launch(string Name, string Program, params string[] Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? Folder { get; init; }

    /// <summary>Null: the test's own user. Postgres refuses to run as root.</summary>
    public string? User { get; init; }
}
