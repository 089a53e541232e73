using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Architecture;

/// <summary>Which files of the repository are hand-written.</summary>
internal static class Repository
{
    /// <summary>Everything that ships.</summary>
    public static readonly string[] Product = ["proto", "agent", "server", "dashboard"];

    private static readonly string[] Generated = ["bin", "obj", "Migrations", "wwwroot"];

    private static readonly Dictionary<string, string> Roots = new()
    {
        ["proto"] = "SovereignFleet.Proto",
        ["agent"] = "SovereignFleet.Agent",
        ["agent/Diagnostics"] = "SovereignFleet.Diagnostics",
        ["server"] = "SovereignFleet.Server",
        ["dashboard"] = "SovereignFleet.Dashboard",
        ["tests"] = "SovereignFleet.Tests",
        ["tests/Simulator"] = "SovereignFleet.Simulator",
        ["tests/Benchmarks"] = "SovereignFleet.Benchmarks",
    };

    public static string Root => ProductTree.Root;

    public static string NamespaceOf(string folder)
    {
        var root = Roots.Keys.Where(key => folder == key || folder.StartsWith(key + "/", StringComparison.Ordinal)).MaxBy(key => key.Length)!;
        return Roots[root] + folder[root.Length..].Replace('/', '.');
    }

    /// <summary>Hand-written files under a folder; paths from the root.</summary>
    public static IEnumerable<string> Files(string folder) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !path.Split('/').Intersect(Generated).Any()
        select path;
}
