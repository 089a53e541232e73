namespace SovereignFleet.Tests.Architecture;

/// <summary>The shape of what ships stays within its limits; <c>./fleet shape</c> prints the whole count.</summary>
[TestClass]
public sealed class ShapeTests(TestContext context)
{
    /// <summary>Where ./fleet shape wants the count; unset in an ordinary run.</summary>
    private const string Report = "SOVEREIGNFLEET_SHAPE";

    [TestMethod]
    public void Product_Whole_KeepsItsShape()
    {
        var shapes = Shape.All;
        var lines = (string[])[Shape.Heading, .. shapes.Select(shape => shape.Row), "", .. shapes.SelectMany(Details)];
        Array.ForEach(lines, context.WriteLine);
        if (Environment.GetEnvironmentVariable(Report) is { Length: > 0 } path)
        {
            File.WriteAllLines(path, lines);
        }

        Assert.AreEqual("", string.Join('\n', shapes.SelectMany(Faults)));
    }

    private static IEnumerable<string> Faults(Shape shape)
    {
        foreach (var fault in shape.CrowdedFolders.Concat(shape.Backward).Concat(shape.Cycles.Select(cycle => "a cycle of " + cycle)))
        {
            yield return $"{shape.Program}: {fault}";
        }

        if (shape.MostOfAConstructor.Count > Shape.MostParameters)
        {
            yield return $"{shape.MostOfAConstructor.Where}: made from {shape.MostOfAConstructor.Count} parameters";
        }
    }

    private static IEnumerable<string> Details(Shape shape) =>
    [
        $"{shape.Program}: longest file {shape.Longest.Path} ({shape.Longest.Lines}); longest member {shape.LongestMember.Where} ({shape.LongestMember.Lines}); "
            + $"most parameters {shape.MostOfAConstructor.Where} ({shape.MostOfAConstructor.Count})",
        .. shape.CrowdedFolders.Select(folder => $"  over twelve files: {folder}"),
        .. shape.Backward.Select(arrow => $"  backward: {arrow}"),
        .. shape.Cycles.Select(cycle => $"  cycle: {cycle}"),
    ];
}
