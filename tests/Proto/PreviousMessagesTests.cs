using Google.Protobuf;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Proto;

/// <summary>What agents of earlier versions said, in the bytes that they said it in: a field that is renumbered, or used for something
/// else, is found here.</summary>
[TestClass]
public sealed class PreviousMessagesTests
{
    private const string Gpu = "GPU-6f1b0c4e-0a53-4a2e-9a61-1f0a52c7be11";

    [TestMethod]
    [DataRow("hello")]
    [DataRow("inventory")]
    [DataRow("frame")]
    [DataRow("event-xid")]
    [DataRow("event-sel")]
    [DataRow("chunk")]
    [DataRow("result")]
    public void Message_OfTheVersionBefore_IsKnownToTheLastField(string name)
    {
        var bytes = PreviousAgent.Bytes(name);

        var known = ConnectRequest.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes);

        Assert.AreEqual(bytes.Length, known.CalculateSize(), known.ToString());
    }

    [TestMethod]
    public void Hello_OfTheVersionBefore_SaysNothingOfCapabilities()
    {
        var hello = PreviousAgent.Message("hello").Hello;

        Assert.AreEqual("0.1.0", hello.AgentVersion);
        Assert.AreEqual("0b9c6f7e-52b1-4c6e-8a53-6f1e0d2c3b4a", hello.BootId);
        Assert.AreEqual(7ul, hello.Backlog);
        Assert.AreEqual(new DateTime(2026, 3, 10, 10, 15, 20, DateTimeKind.Utc), hello.Now.ToDateTime());
        Assert.IsNull(hello.Capabilities);
    }

    [TestMethod]
    public void Frame_OfTheVersionBefore_MeansWhatItMeant()
    {
        var message = PreviousAgent.Message("frame");
        var reading = message.Frame.Gpus[0];

        Assert.AreEqual(2ul, message.Sequence);
        Assert.AreEqual((Gpu, GpuReading.Types.State.Present), (reading.Uuid, reading.State));
        Assert.AreEqual((61L, 412_345L, 87L), (reading.TemperatureC, reading.PowerMw, reading.GpuUtilizationPercent));
        Assert.AreEqual((7u, false, 3ul), (reading.Links[0].Link, reading.Links[0].Up, reading.Links[0].CrcErrors));
        Assert.AreEqual((1u, "1g.10gb"), (reading.Instances[0].Id, reading.Instances[0].Profile));
        // What was set to nothing in particular has three times its number and one.
        foreach (var number in new[] { 15, 23, 28, 31, 36, 49, 54, 60, 72, 79, 85, 86, 99, 103, 104 })
        {
            Assert.AreEqual(number * 3L + 1, GpuReading.Descriptor.FindFieldByNumber(number).Accessor.GetValue(reading), $"field {number}");
        }

        Assert.AreEqual(GpuReading.Types.State.Lost, message.Frame.Gpus[1].State);
        Assert.AreEqual((true, 2100.0, 12u), (message.Frame.Bmc.PowerOn, message.Frame.Bmc.PowerW, message.Frame.Bmc.SelEntries));
        Assert.AreEqual(("Inlet Temp", 24.0, 45.0), (message.Frame.Bmc.Sensors[0].Name, message.Frame.Bmc.Sensors[0].Value, message.Frame.Bmc.Sensors[0].UpperCritical));
        Assert.AreEqual(("vllm", 3.0, 1.0), (message.Frame.Inference[0].Kind, message.Frame.Inference[0].InFlight, message.Frame.Inference[0].Queued));
        Assert.AreEqual(SensorStatus.Types.Outcome.TimedOut, message.Frame.Sensors[1].Outcome);
        Assert.AreEqual(("gpu-node-02", 1800.0), (message.Frame.Gateway[0].Host, message.Frame.Gateway[0].Bmc.PowerW));
    }

    [TestMethod]
    public void Inventory_OfTheVersionBefore_MeansWhatItMeant()
    {
        var inventory = PreviousAgent.Message("inventory").Inventory;

        Assert.AreEqual(("gpu-node-01", "X13DEG-OAD"), (inventory.Host.Hostname, inventory.Host.BoardName));
        Assert.AreEqual((Gpu, "1650123000001", 3u, 89L, -8L), (
            inventory.Gpus[0].Uuid, inventory.Gpus[0].Serial, inventory.Gpus[0].Slot, inventory.Gpus[0].SlowdownC, inventory.Gpus[0].ShutdownMarginC));
        Assert.AreEqual("ZM23AS000001", inventory.Bmc.Fru["Board Serial"]);
    }

    [TestMethod]
    public void EventsAndAnswers_OfTheVersionBefore_MeanWhatTheyMeant()
    {
        var (xid, result, chunk) = (PreviousAgent.Message("event-xid").Event, PreviousAgent.Message("result").Result, PreviousAgent.Message("chunk").Chunk);

        Assert.AreEqual((EventKinds.Xid, 79, Gpu, "boot-1/4711/9a"), (xid.Kind, xid.Code, xid.GpuUuid, xid.Origin));
        Assert.AreEqual("gpu-node-02", PreviousAgent.Message("event-sel").Event.Host);
        Assert.AreEqual((CommandResult.Types.Outcome.Done, "11"), (result.Outcome, result.Proof["bytes"]));
        Assert.AreEqual((result.CommandId, 11ul, "kernel log\n"), (chunk.CommandId, chunk.Size, chunk.Data.ToStringUtf8()));
    }
}
