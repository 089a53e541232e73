using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;
using SovereignFleet.Server.Commands.Kinds;

namespace SovereignFleet.Tests.Server.Commands;

/// <summary>What the server's kinds of commands say of themselves, and what follows from it.</summary>
[TestClass]
public sealed class CommandKindTests
{
    private const string Gpu = "GPU-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b";

    [TestMethod]
    public void All_EveryActionOfTheWire_HasOneKind() =>
        CollectionAssert.AreEquivalent(CommandName.All.ToList(), CommandKinds.All.Select(kind => kind.Descriptor.Name).ToList());

    [TestMethod]
    public void RefuseTwins_TwoOfOneName_EndsTheStart()
    {
        var fault = Assert.ThrowsExactly<InvalidOperationException>(() => CommandKinds.RefuseTwins([.. CommandKinds.All, new TwinKind()]));

        Assert.Contains("Two commands are named \"reboot\"", fault.Message);
        Assert.Contains(typeof(RebootKind).FullName!, fault.Message);
        Assert.Contains(typeof(TwinKind).FullName!, fault.Message);
    }

    [TestMethod]
    public void InOrder_WhateverOrderTheyAreFoundIn_GoesFromWhatLooksToWhatCutsThePower()
    {
        string[] some = ["power-cycle", "reboot", "diagnose", "gpu-reset", "capture-console", "collect-logs", "read-power", "identify"];

        var menu = CommandKinds.InOrder(some.Select(name => CommandKinds.Find(name)!)).Select(kind => kind.Descriptor.Name);

        Assert.AreEqual("identify read-power collect-logs capture-console gpu-reset diagnose reboot power-cycle", string.Join(' ', menu));
    }

    [TestMethod]
    [DataRow(true, false, false, "Harmless")]
    [DataRow(false, false, false, "DisturbsNothing")]
    [DataRow(false, true, false, "Disturbs")]
    [DataRow(true, true, false, "Disturbs")]
    [DataRow(false, true, true, "EndsBoot")]
    [DataRow(false, false, true, "EndsBoot")]
    public void Weight_OfEachKind_IsTheWorstThatItSays(bool harmless, bool disturbs, bool endsBoot, string weight)
    {
        var kind = new CommandDescriptor(Command.ActionOneofCase.Reboot)
        {
            Title = "",
            Says = "",
            Lasts = TimeSpan.Zero,
            IsHarmless = harmless,
            Disturbs = disturbs,
            EndsBoot = endsBoot,
        };

        Assert.AreEqual(weight, kind.Weight.ToString());
    }

    [TestMethod]
    public void Arguments_OfEachKind_AreTheFieldsOfItsMessage()
    {
        foreach (var kind in CommandKinds.All.Select(kind => kind.Descriptor))
        {
            var fields = Command.Descriptor.FindFieldByNumber((int)kind.Action).MessageType.Fields;

            CollectionAssert.AreEquivalent(
                fields.InDeclarationOrder().Select(field => field.Name).ToList(), kind.Arguments.Select(argument => argument.Name).ToList(), kind.Name);
            foreach (var argument in kind.Arguments)
            {
                Assert.AreEqual(TypeOf(argument.Kind), TypeOf(fields[argument.Name]), $"{kind.Name}: {argument.Name}");
            }
        }
    }

    [TestMethod]
    public void Arguments_Each_BeginWithinTheirBoundsAndSayWhatIsWrong()
    {
        foreach (var argument in CommandKinds.All.SelectMany(kind => kind.Descriptor.Arguments))
        {
            Assert.IsTrue(argument.Choices.Count == 0 || argument.Choices.Any(choice => choice.Value == argument.Default), argument.Name);
            if (argument.Kind is ArgumentKind.Number or ArgumentKind.Duration)
            {
                var begins = long.Parse(argument.Default);
                Assert.IsTrue(begins >= argument.Least && begins <= argument.Most, argument.Name);
            }

            if (argument.IsRequired || argument.Kind is ArgumentKind.Number or ArgumentKind.Duration or ArgumentKind.Text)
            {
                Assert.AreNotEqual("", argument.Refusal, argument.Name);
            }
        }
    }

    [TestMethod]
    [DataRow("identify", "Repeatable")]
    [DataRow("read-power", "Repeatable")]
    [DataRow("capture-console", "Repeatable")]
    [DataRow("power-cycle", "Once")]
    [DataRow("reboot", "Never")]
    [DataRow("gpu-reset", "Never")]
    [DataRow("restart-unit", "Never")]
    [DataRow("collect-logs", "Never")]
    [DataRow("diagnose", "Never")]
    public void ByGateway_WhatABmcCanDo_GoesByIt(string name, string use) =>
        Assert.AreEqual(use, CommandKinds.Find(name)!.Descriptor.ByGateway.ToString());

    [TestMethod]
    [DataRow(1, 0, true)]
    [DataRow(600, 0, true)]
    [DataRow(0, 0, false)]
    [DataRow(0, 999_999_999, false)]
    [DataRow(600, 1, false)]
    [DataRow(-60, 0, false)]
    [DataRow(60, -1, false)]
    [DataRow(60, 2_000_000_000, false)]
    public void WhyNonsense_ADuration_IsWithinItsBounds(long seconds, int nanos, bool makesSense) =>
        Assert.AreEqual(makesSense, WhyNonsense(new Command { CaptureConsole = new CaptureConsole { Length = new Duration { Seconds = seconds, Nanos = nanos } } }) is null);

    [TestMethod]
    [DataRow("vllm.service", true)]
    [DataRow("", false)]
    [DataRow("vllm\nservice", false)]
    [DataRow("vllm\0", false)]
    public void WhyNonsense_AText_IsOneLineAndThere(string unit, bool makesSense)
    {
        Assert.AreEqual(makesSense, WhyNonsense(new Command { RestartUnit = new RestartUnit { Unit = unit } }) is null);
        Assert.IsNotNull(WhyNonsense(new Command { RestartUnit = new RestartUnit { Unit = unit.PadRight(256, 'x') } }));
    }

    [TestMethod]
    public void WhyNonsense_OneGpuOfAnotherHostAmongSeveral_IsNamed()
    {
        Assert.AreEqual("gpu-yul1-01 has no GPU GPU-x.", WhyNonsense(new Command { Diagnose = new Diagnose { Level = 2, GpuUuids = { Gpu, "GPU-x" } } }));
        Assert.IsNull(WhyNonsense(new Command { Diagnose = new Diagnose { Level = 2, GpuUuids = { Gpu } } }));
    }

    [TestMethod]
    public void Complete_WhatWasLeftOut_IsFilledInAndTheRestIsNotTheCallers()
    {
        Assert.AreEqual(
            new Command { CaptureConsole = new CaptureConsole { Length = new Duration { Seconds = 60 } } },
            Complete(new Command { Id = "mine", BmcOf = "gpu-fra1-01", CaptureConsole = new CaptureConsole() }));
        Assert.AreEqual(new Command { Diagnose = new Diagnose { Level = 1 } }, Complete(new Command { Diagnose = new Diagnose() }));
        Assert.AreEqual(new Command { Diagnose = new Diagnose { Level = 3 } }, Complete(new Command { Diagnose = new Diagnose { Level = 3 } }));
        // A form begins with "on"; who says nothing to the API does not light it.
        Assert.AreEqual(new Command { Identify = new Identify() }, Complete(new Command { Identify = new Identify() }));
    }

    [TestMethod]
    public void Text_OfEachKind_TellsAPersonWhatIsDone()
    {
        Assert.AreEqual("gpu-reset of GPU 3, even if busy", Text(new Command { GpuReset = new GpuReset { GpuUuid = Gpu, EvenIfBusy = true } }));
        Assert.AreEqual("diagnose at level 2", Text(new Command { Diagnose = new Diagnose { Level = 2 } }));
        Assert.AreEqual("diagnose of GPU 3 at level 1", Text(new Command { Diagnose = new Diagnose { Level = 1, GpuUuids = { Gpu } } }));
        Assert.AreEqual("restart-unit vllm.service", Text(new Command { RestartUnit = new RestartUnit { Unit = "vllm.service" } }));
        Assert.AreEqual("capture-console for 90 s", Text(new Command { CaptureConsole = new CaptureConsole { Length = new Duration { Seconds = 90 } } }));
        Assert.AreEqual("clear the locator LED", Text(new Command { Identify = new Identify() }));
        Assert.AreEqual("power-cycle", Text(new Command { PowerCycle = new PowerCycle() }));
    }

    private static string? WhyNonsense(Command command) =>
        ArgumentVerdict.WhyNonsense(CommandKinds.Of(command)!.Descriptor, CommandFields.Action(command), "gpu-yul1-01", [Gpu]);

    private static Command Complete(Command command) => CommandFields.Complete(CommandKinds.Of(command)!.Descriptor, command);

    private static string Text(Command command) => CommandKinds.Of(command)!.Text(command, new Dictionary<string, int> { [Gpu] = 3 });

    private static (FieldType Type, bool Repeated) TypeOf(ArgumentKind kind) => kind switch
    {
        ArgumentKind.Gpu or ArgumentKind.Text => (FieldType.String, false),
        ArgumentKind.Gpus => (FieldType.String, true),
        ArgumentKind.Number => (FieldType.UInt32, false),
        ArgumentKind.Duration => (FieldType.Message, false),
        ArgumentKind.Switch => (FieldType.Bool, false),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of argument."),
    };

    private static (FieldType Type, bool Repeated) TypeOf(FieldDescriptor field) => (field.FieldType, field.IsRepeated);

    private sealed class TwinKind : ICommandKind
    {
        public CommandDescriptor Descriptor { get; } = new RebootKind().Descriptor;
    }
}
