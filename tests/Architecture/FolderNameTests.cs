namespace SovereignFleet.Tests.Architecture;

/// <summary>A folder is a capability, in an operator's words; its namespace is its path.</summary>
[TestClass]
public sealed class FolderNameTests
{
    private static readonly string[] Meaningless = ["Helpers", "Utils", "Utilities", "Managers", "Services", "Models", "Interfaces", "Common", "Misc"];

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
            where file.Namespace is not null && file.Namespace != Repository.NamespaceOf(file.Folder)
            select $"{file.Path}: is {file.Namespace}, should be {Repository.NamespaceOf(file.Folder)}";

        Assert.AreEqual("", string.Join('\n', wrong));
    }
}
