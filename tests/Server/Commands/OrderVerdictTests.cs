using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Commands.Orders;
using SovereignFleet.Server.Identity.People;
using Host = SovereignFleet.Server.Fleet.Host;
using ServiceState = SovereignFleet.Server.Fleet.ServiceState;

namespace SovereignFleet.Tests.Server.Commands;

[TestClass]
public sealed class OrderVerdictTests
{
    private const string Gpu = "GPU-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b";

    [TestMethod]
    [DataRow(Role.Viewer, null, "identify", false)]
    [DataRow(Role.Technician, "yul1", "identify", true)]
    [DataRow(Role.Technician, "yul1", "read-power", true)]
    [DataRow(Role.Technician, "yul1", "reboot", false)]
    [DataRow(Role.Technician, "yul1", "collect-logs", false)]
    [DataRow(Role.Technician, "fra1", "identify", false)]
    [DataRow(Role.Technician, null, "identify", false)]
    [DataRow(Role.OnCall, null, "reboot", true)]
    [DataRow(Role.Operator, null, "power-cycle", true)]
    [DataRow(Role.Admin, null, "gpu-reset", true)]
    [DataRow(Role.Unspecified, null, "identify", false)]
    public void WhyForbidden_RoleAndSite_Decide(Role role, string? site, string name, bool allowed) =>
        Assert.AreEqual(allowed, OrderVerdict.WhyForbidden(Order(name) with { By = new Caller("ada", role, site) }, Kind(name), At(ServiceState.Out)) is null);

    [TestMethod]
    [DataRow("reboot", " ", "", "", 1, 60, "needs a reason")]
    [DataRow("power-cycle", "", "", "", 1, 60, "needs a reason")]
    [DataRow("gpu-reset", "XID 119", "", "", 1, 60, "which GPU")]
    [DataRow("gpu-reset", "XID 119", "GPU-of-another", "", 1, 60, "has no GPU")]
    [DataRow("gpu-reset", "XID 119", Gpu, "", 1, 60, null)]
    [DataRow("restart-unit", "hangs", "", "", 1, 60, "which unit")]
    [DataRow("restart-unit", "hangs", "", "vllm.service", 1, 60, null)]
    [DataRow("diagnose", "", "", "", 4, 60, "levels 1, 2 and 3")]
    [DataRow("diagnose", "", Gpu, "", 3, 60, null)]
    [DataRow("capture-console", "", "", "", 1, 601, "1 to 600")]
    [DataRow("identify", "", "", "", 1, 60, null)]
    public void WhyNonsense_WhatIsMissing_IsNamed(string name, string reason, string gpu, string unit, int level, int seconds, string? said)
    {
        var order = Order(name) with { Reason = reason, Command = Wire(name, gpu, unit, level, seconds) };

        var refusal = OrderVerdict.WhyNonsense(order, Kind(name), [Gpu]);

        Assert.AreEqual(said is null, refusal is null, refusal);
        Assert.Contains(said ?? "", refusal ?? "");
    }

    [TestMethod]
    [DataRow("reboot", "InService", false, 1, false)]
    [DataRow("reboot", "Draining", false, 1, false)]
    [DataRow("reboot", "InRepair", false, 1, true)]
    [DataRow("reboot", "Out", false, 1, true)]
    [DataRow("reboot", "InService", true, 1, true)]
    [DataRow("diagnose", "InService", false, 1, true)]
    [DataRow("diagnose", "InService", false, 2, false)]
    [DataRow("collect-logs", "InService", false, 1, true)]
    [DataRow("identify", "InService", false, 1, true)]
    public void WhyUntimely_HostThatServes_IsDisturbedOnlyOnPurpose(string name, string state, bool evenInService, int level, bool allowed) =>
        Assert.AreEqual(allowed, OrderVerdict.WhyUntimely(Order(name) with { EvenInService = evenInService, Command = Wire(name, Gpu, "vllm.service", level, 60) }, Kind(name), At(System.Enum.Parse<ServiceState>(state))) is null);

    private static CommandOrder Order(string name) => new() { HostName = "gpu-yul1-01", Command = Wire(name, Gpu, "vllm.service", 1, 60), By = new Caller("ada", Role.OnCall, null) };

    private static CommandDescriptor Kind(string name) => CommandKinds.Find(name)!.Descriptor;

    private static Command Wire(string name, string gpu, string unit, int level, int seconds) => name switch
    {
        "identify" => new Command { Identify = new Identify() },
        "read-power" => new Command { ReadPower = new ReadPower() },
        "collect-logs" => new Command { CollectLogs = new CollectLogs() },
        "capture-console" => new Command { CaptureConsole = new CaptureConsole { Length = new Duration { Seconds = seconds } } },
        "diagnose" => new Command { Diagnose = new Diagnose { Level = (uint)level, GpuUuids = { gpu.Length > 0 ? [gpu] : (string[])[] } } },
        "restart-unit" => new Command { RestartUnit = new RestartUnit { Unit = unit } },
        "gpu-reset" => new Command { GpuReset = new GpuReset { GpuUuid = gpu } },
        "reboot" => new Command { Reboot = new Reboot() },
        "power-cycle" => new Command { PowerCycle = new PowerCycle() },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown command."),
    };

    private static Host At(ServiceState state) => new() { Id = Guid.Empty, Name = "gpu-yul1-01", SiteId = "yul1", ServiceState = state };
}
