using System.Runtime.CompilerServices;
using SovereignFleet.Agent.Commands;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.Commands;

/// <summary>What the agent's own actions say of themselves.</summary>
[TestClass]
public sealed class ActionLimitTests
{
    // Only what stands in the type is read: none is built.
    private static readonly List<ICommandAction> Actions =
    [
        .. typeof(ICommandAction).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ICommandAction)))
            .Select(type => (ICommandAction)RuntimeHelpers.GetUninitializedObject(type)),
    ];

    [TestMethod]
    public void Name_EveryCommandOfTheWire_HasOneAction() =>
        CollectionAssert.AreEquivalent(CommandName.All.ToList(), Actions.Select(action => action.Name).ToList());

    [TestMethod]
    [DataRow("identify", null)]
    [DataRow("read-power", null)]
    [DataRow("collect-logs", 12)]
    [DataRow("diagnose", 12)]
    [DataRow("capture-console", 24)]
    [DataRow("restart-unit", 10)]
    [DataRow("gpu-reset", 3)]
    [DataRow("reboot", 2)]
    [DataRow("power-cycle", 2)]
    public void MostPerDay_WhereNothingIsSet_IsAsTheDocumentationSays(string name, int? most)
    {
        var action = Actions.Single(action => action.Name == name);

        Assert.AreEqual(most, action.MostPerDay);
        Assert.AreEqual(most is not null, CommandDefaults.Limited.Contains(name));
    }

    [TestMethod]
    public void CountedFor_AGpuAndAUnit_IsThatGpuAndThatUnit()
    {
        Assert.AreEqual("GPU-a", Counted("gpu-reset", new Command { GpuReset = new GpuReset { GpuUuid = "GPU-a" } }));
        Assert.AreEqual("vllm.service", Counted("restart-unit", new Command { RestartUnit = new RestartUnit { Unit = "vllm.service" } }));
        Assert.AreEqual("gpu-test-07", Counted("power-cycle", new Command { PowerCycle = new PowerCycle(), BmcOf = "gpu-test-07" }));
    }

    private static string Counted(string name, Command command) => Actions.Single(action => action.Name == name).CountedFor(command);
}
