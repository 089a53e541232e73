namespace SovereignFleet.Tests.Architecture;

/// <summary>Where the sources lie, found from the test program's own folder.</summary>
internal static class Repository
{
    /// <summary>Everything that ships.</summary>
    public static readonly string[] Product = ["proto", "agent", "server", "dashboard"];

    private static readonly string[] Generated = ["bin", "obj", "Migrations", "wwwroot"];

    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Hand-written files under a folder; paths from the root.</summary>
    public static IEnumerable<string> Files(string folder) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !path.Split('/').Intersect(Generated).Any()
        select path;

    private static string FindRoot(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "SovereignFleet.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"No SovereignFleet.sln above {folder}.");
    }
}
