namespace SovereignFleet.Tests.Support;

/// <summary>Where the product's sources and built programs lie, seen from the tests' own binaries.</summary>
internal static class ProductTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>"Debug" or "Release": the programs are taken from the same build as the tests.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";

    /// <summary>Real inputs beside the checkout; null where they are absent.</summary>
    public static string? SharedData
    {
        get
        {
            var folder = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));
            return Directory.Exists(folder) ? folder : null;
        }
    }

    /// <summary>The built program of a product folder: server, dashboard.</summary>
    public static string Program(string folder, string name) =>
        Path.Combine(Root, folder, "bin", Configuration, "net10.0", name);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SovereignFleet.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("SovereignFleet.sln is in no folder above the tests.");
    }
}
