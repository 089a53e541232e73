using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Architecture;

/// <summary>Which files of the repository are hand-written.</summary>
internal static class Repository
{
    /// <summary>Everything that ships.</summary>
    public static readonly string[] Product = ["proto", "agent", "server", "dashboard"];

    private static readonly string[] Generated = ["bin", "obj", "Migrations", "wwwroot"];

    public static string Root => ProductTree.Root;

    /// <summary>Hand-written files under a folder; paths from the root.</summary>
    public static IEnumerable<string> Files(string folder) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !path.Split('/').Intersect(Generated).Any()
        select path;
}
