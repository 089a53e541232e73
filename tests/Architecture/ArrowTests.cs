using System.Text.RegularExpressions;

namespace SovereignFleet.Tests.Architecture;

/// <summary>Dependencies point one way only, in the order of the data's flow: a folder knows only what flows into it.</summary>
[TestClass]
public sealed class ArrowTests
{
    /// <summary>A folder may use the folders above it.</summary>
    private static readonly string[] ServerFlow =
    [
        "Hosting", "Postgres", "Journal", "Outbox", "Identity", "Fleet", "Audit", "Telemetry", "Link", "Commands", "Health", "Prediction",
        "Capacity", "Windows", "Service", "Work", "Plans", "Rollouts", "Alerts", "Retention", "Overview", "Observability", "Api", "CommandLine",
    ];

    /// <summary>FleetDb has a set for every capability's entities: the one file of Postgres that
    /// knows them all.</summary>
    private static readonly string[] KnowsAll = ["server/Postgres/FleetDb.cs"];

    /// <summary>The sensors' folders know the contract, not each other.</summary>
    private static readonly Dictionary<string, string[]> AgentMayUse = new()
    {
        // A program of its own.
        ["Diagnostics"] = [],
        ["Footprint"] = [],
        ["Timing"] = [],
        ["Programs"] = [],
        ["Sensing"] = [],
        ["Gpu"] = ["Sensing"],
        ["KernelLog"] = ["Sensing"],
        ["Bmc"] = ["Programs", "Sensing"],
        ["Inference"] = ["Sensing"],
        ["Spool"] = ["Sensing"],
        ["Uplink"] = ["Sensing", "Spool"],
        ["Repair"] = ["Programs", "Sensing", "Gpu", "Bmc", "Spool", "Uplink"],
        ["Exposition"] = ["Sensing", "Spool", "Uplink"],
        ["Cli"] = ["Footprint", "Timing", "Programs", "Sensing", "Gpu", "KernelLog", "Bmc", "Inference", "Spool", "Uplink", "Repair", "Exposition"],
    };

    [TestMethod]
    public void Server_EveryFile_PointsUpTheFlow()
    {
        var mayUse = ServerFlow.Select((folder, place) => (folder, above: ServerFlow[..place])).ToDictionary(row => row.folder, row => row.above);

        Assert.AreEqual("", string.Join('\n', Backward("server", "SovereignFleet.Server", mayUse)));
    }

    [TestMethod]
    public void Agent_EveryFile_PointsTowardsSensing()
    {
        Assert.AreEqual("", string.Join('\n', Backward("agent", "SovereignFleet.Agent", AgentMayUse)));
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

    private static IEnumerable<string> Backward(string root, string rootNamespace, Dictionary<string, string[]> mayUse)
    {
        var files = SourceFile.Under(root, ".cs").Where(file => file.Folder != root && !KnowsAll.Contains(file.Path)).ToList();
        var types = files.ToLookup(Capability, file => file.Types);
        foreach (var file in files)
        {
            var own = Capability(file);
            if (!mayUse.TryGetValue(own, out var allowed))
            {
                yield return $"{file.Path}: folder {own} has no place in the flow";
                continue;
            }

            var others = mayUse.Keys.Where(folder => folder != own && !allowed.Contains(folder));
            foreach (var other in others.Where(other => Uses(file, rootNamespace, other, types[other].SelectMany(list => list))))
            {
                yield return $"{file.Path}: {own} uses {other}";
            }
        }
    }

    /// <summary>By using directive, by full name, or by a name relative to the root namespace ("Postgres.FleetDb").</summary>
    private static bool Uses(SourceFile file, string rootNamespace, string folder, IEnumerable<DeclaredType> types) =>
        file.Code.Contains(folder, StringComparison.Ordinal) && (Regex.IsMatch(file.Code, $@"\b{Regex.Escape(rootNamespace)}\.{folder}\b")
        || types.Any(type => Regex.IsMatch(file.Code, $@"(?<![.\w]){folder}\.(\w+\.)*{type.Name}\b")));

    private static string Capability(SourceFile file) => file.Path.Split('/')[1];
}
