namespace SovereignFleet.Tests.Architecture;

/// <summary>Dependencies point one way only, in the order of the data's flow: a folder knows only what flows into it.</summary>
[TestClass]
public sealed class ArrowTests
{
    [TestMethod]
    [DataRow("agent")]
    [DataRow("server")]
    [DataRow("dashboard")]
    public void Folders_OfAProgram_HaveAPlaceInTheFlow(string program)
    {
        var wrong = SourceFile.Under(program, ".cs", ".razor")
            .Where(file => file.Folder != program && !file.Path.StartsWith("agent/Diagnostics/", StringComparison.Ordinal))
            .Select(file => file.Folder[(program.Length + 1)..]).Distinct().Except(Flow.Of(program));

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    [DataRow("agent")]
    [DataRow("server")]
    [DataRow("dashboard")]
    public void Files_OfAProgram_UseOnlyWhatFlowsIntoThem(string program)
    {
        var wrong = Flow.Backward(program).Select(arrow => $"{arrow.File} uses {arrow.To} ({arrow.Type})");

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public void Programs_EveryFile_ShareOnlyTheProto()
    {
        string[] programs = ["agent", "server", "dashboard"];
        var wrong =
            from program in programs
            from file in SourceFile.Under(program, ".cs", ".razor")
            from other in programs
            where other != program && file.Code.Contains($"SovereignFleet.{char.ToUpperInvariant(other[0])}{other[1..]}.", StringComparison.Ordinal)
            select $"{file.Path} uses {other}";

        Assert.AreEqual("", string.Join('\n', wrong));
    }
}
