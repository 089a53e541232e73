using SovereignFleet.Dashboard.Hosts.Commands;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Dashboard.Support;
using Host = SovereignFleet.Proto.Fleet.Host;

namespace SovereignFleet.Tests.Dashboard.Hosts.Commands;

[TestClass]
public sealed class OrderDraftTests
{
    private static readonly Host InService = new() { Name = "h1", ServiceState = ServiceState.InService };
    private static readonly Host InRepair = new() { Name = "h1", ServiceState = ServiceState.InRepair };

    [TestMethod]
    public void IsComplete_ARebootOfAHostInService_NeedsReasonNameAndConsent()
    {
        var draft = DraftOf("reboot") with { Reason = "hangs", Typed = "h1", EvenInService = true };

        Assert.IsTrue(draft.IsComplete(InService));
        Assert.IsFalse((draft with { Reason = " " }).IsComplete(InService));
        Assert.IsFalse((draft with { Typed = "h2" }).IsComplete(InService));
        Assert.IsFalse((draft with { EvenInService = false }).IsComplete(InService));
        Assert.IsTrue((draft with { EvenInService = false }).IsComplete(InRepair));
    }

    [TestMethod]
    [DataRow("diagnose", 1u, false)]
    [DataRow("diagnose", 2u, true)]
    [DataRow("read-power", 1u, false)]
    [DataRow("gpu-reset", 1u, true)]
    public void Disturbs_AHostInService_DependsOnTheCommandAndItsLevel(string key, uint level, bool expected) =>
        Assert.AreEqual(expected, DraftOf(key).With("level", $"{level}").Disturbs(InService));

    [TestMethod]
    public void IsComplete_AGpuReset_NeedsTheGpu()
    {
        var draft = DraftOf("gpu-reset") with { Reason = "hangs" };

        Assert.IsFalse(draft.IsComplete(InRepair));
        Assert.IsTrue(draft.With("gpu_uuid", "GPU-1").IsComplete(InRepair));
    }

    [TestMethod]
    [DataRow("0", false)]
    [DataRow("1", true)]
    [DataRow("600", true)]
    [DataRow("601", false)]
    [DataRow("", false)]
    [DataRow("-1", false)]
    [DataRow("a minute", false)]
    public void IsComplete_ANumber_IsWithinTheServersBounds(string seconds, bool expected) =>
        Assert.AreEqual(expected, DraftOf("capture-console").With("length", seconds).IsComplete(InRepair));

    [TestMethod]
    public void Request_WhatAFormBeginsWith_IsTheCommandWithItsDefaults()
    {
        Assert.AreEqual(new Command { Identify = new Identify { On = true } }, Request("identify"));
        Assert.AreEqual(new Command { ReadPower = new ReadPower() }, Request("read-power"));
        Assert.AreEqual(60, Request("capture-console").CaptureConsole.Length.Seconds);
        Assert.AreEqual(new Command { Diagnose = new Diagnose { Level = 1 } }, Request("diagnose"));

        static Command Request(string name) => DraftOf(name).Request(InRepair).Command;
    }

    [TestMethod]
    public void Request_WhatAPersonFilledIn_StandsInTheCommand()
    {
        var reset = (DraftOf("gpu-reset") with { Reason = " XID 119 ", EvenInService = true }).With("gpu_uuid", "GPU-1").With("even_if_busy", "true");
        var expected = new OrderCommandRequest
        {
            HostName = "h1",
            Command = new Command { GpuReset = new GpuReset { GpuUuid = "GPU-1", EvenIfBusy = true } },
            Reason = "XID 119",
            EvenInService = true,
        };

        Assert.AreEqual(expected, reset.Request(InService));
        Assert.IsFalse(reset.Request(InRepair).EvenInService);
        Assert.AreEqual("vllm.service", DraftOf("restart-unit").With("unit", " vllm.service").Request(InRepair).Command.RestartUnit.Unit);
        Assert.AreEqual("GPU-1", DraftOf("diagnose").With("gpu_uuids", "GPU-1").Request(InRepair).Command.Diagnose.GpuUuids.Single());
    }

    [TestMethod]
    [DataRow(Role.Viewer, "")]
    [DataRow(Role.Technician, "identify read-power")]
    public void Menu_OfARole_OffersWhatItMayOrder(Role role, string names)
    {
        var newer = new CommandKind { Name = "repaint", Harmless = true };

        Assert.AreEqual(names, string.Join(' ', CommandMenu.For(role, FakeCommands.Kinds.Append(newer)).Select(kind => kind.Name)));
    }

    [TestMethod]
    [DataRow(Role.OnCall)]
    [DataRow(Role.Operator)]
    [DataRow(Role.Admin)]
    public void Menu_OfWhoMayOrderAll_IsTheServersListInItsOrder(Role role)
    {
        var newer = new CommandKind { Name = "repaint", Harmless = true };

        CollectionAssert.AreEqual(FakeCommands.Kinds.ToList(), CommandMenu.For(role, FakeCommands.Kinds.Prepend(newer)).ToList());
    }

    private static OrderDraft DraftOf(string key) => new(FakeCommands.Kinds.Single(kind => kind.Name == key));
}
