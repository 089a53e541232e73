namespace SovereignFleet.Tests.Architecture;

/// <summary>A folder is a capability, in an operator's words; its namespace is its path.</summary>
[TestClass]
public sealed class FolderNameTests
{
    private static readonly string[] Meaningless = ["Helpers", "Utils", "Utilities", "Managers", "Services", "Models", "Interfaces", "Common", "Misc"];

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

    [TestMethod]
    public void Folders_WholeRepository_AreNamedAfterCapabilities()
    {
        var wrong = Repository.Product.Append("tests").SelectMany(Repository.Files)
            .Where(path => path.Split('/').Intersect(Meaningless).Any());

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public void Namespaces_WholeRepository_AreTheFolders()
    {
        var wrong =
            from file in Repository.Product.Append("tests").SelectMany(folder => SourceFile.Under(folder, ".cs"))
            where file.Namespace is not null && file.Namespace != Expected(file.Folder)
            select $"{file.Path}: is {file.Namespace}, should be {Expected(file.Folder)}";

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    private static string Expected(string folder)
    {
        var root = Roots.Keys.Where(key => folder == key || folder.StartsWith(key + "/", StringComparison.Ordinal)).MaxBy(key => key.Length)!;
        return Roots[root] + folder[root.Length..].Replace('/', '.');
    }
}
