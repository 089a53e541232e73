namespace SovereignFleet.Tests.Architecture;

/// <summary>Files stay small enough to read at once, and are found by the name of the type that is looked for.</summary>
[TestClass]
public sealed class FileShapeTests(TestContext context)
{
    private const int LongestFile = 300;
    private const int LongestMember = 40;
    private const int MostCompanions = 3;

    [TestMethod]
    public void Files_Everywhere_AreAtMost300Lines()
    {
        var files = Repository.Product.Append("tests").SelectMany(folder => SourceFile.Under(folder, ".cs", ".razor")).ToList();
        var product = files.Where(file => !file.Path.StartsWith("tests/", StringComparison.Ordinal)).Select(file => file.Lines.Count).Order().ToList();
        context.WriteLine($"Product files: {product.Count}; median {product[product.Count / 2]} lines; longest {product[^1]}.");

        var wrong = files.Where(file => file.Lines.Count > LongestFile).Select(file => $"{file.Path}: {file.Lines.Count} lines");

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public void Members_Product_AreAtMost40Lines()
    {
        var wrong =
            from file in Repository.Product.SelectMany(folder => SourceFile.Under(folder, ".cs"))
            from member in MemberBodies.Of(file)
            where member.Lines > LongestMember
            select $"{file.Path}:{member.FirstLine}: {member.Lines} lines: {member.Header}";

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    /// <summary>The first type of a file bears the file's name. What stands beside it is a companion of its contract: an
    /// enum, a record, an interface, a struct or a delegate, at most three. A second class is another file, but for
    /// the configuration of an entity's table.</summary>
    [TestMethod]
    public void Types_WholeRepository_AreWhereTheirNameSays()
    {
        var wrong =
            from file in Repository.Product.Append("tests").SelectMany(folder => SourceFile.Under(folder, ".cs"))
            from fault in Faults(file)
            select $"{file.Path}: {fault}";

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    private static IEnumerable<string> Faults(SourceFile file)
    {
        var types = file.Types.ToList();
        if (types.Count == 0)
        {
            yield break;
        }

        if (types[0].Name != file.Stem && file.Stem != "Program")
        {
            yield return $"the first type is {types[0].Name}";
        }

        foreach (var type in types.Skip(1).Where(type => type.Kind == "class" && type.Name != file.Stem + "Configuration"))
        {
            yield return $"class {type.Name} wants a file of its own";
        }

        if (types.Count - 1 > MostCompanions)
        {
            yield return $"{types.Count - 1} companions beside {types[0].Name}";
        }
    }
}
