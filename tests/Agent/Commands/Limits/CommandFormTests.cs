using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.Commands.Limits;

[TestClass]
public sealed class CommandFormTests
{
    private const string Id = "0197a5c4-1b2e-7c3d-8e4f-5a6b7c8d9e0f";
    private const string Gpu = "GPU-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b";

    private static readonly DateTimeOffset Now = CommandsScene.Now;

    [TestMethod]
    [DataRow(Id, null)]
    [DataRow("", "has no id")]
    [DataRow("1", "no UUID")]
    [DataRow("0197A5C4-1B2E-7C3D-8E4F-5A6B7C8D9E0F", "no UUID in lower case")]
    [DataRow("0197a5c41b2e7c3d8e4f5a6b7c8d9e0f", "no UUID")]
    [DataRow("{0197a5c4-1b2e-7c3d-8e4f-5a6b7c8d9e0f}", "no UUID")]
    [DataRow(Id + "\n", "no UUID")]
    [DataRow(" " + Id, "no UUID")]
    [DataRow("00000000-0000-0000-0000-000000000000", "no UUID")]
    public void WhyMalformed_AnId_IsAUuidInOneSpelling(string id, string? said) => Judge(Good(command => command.Id = id), said);

    [TestMethod]
    [DataRow(1L, null)]
    [DataRow(600L, null)]
    [DataRow(3600L, null)]
    [DataRow(3601L, "at most 3600 s")]
    [DataRow(86_400L * 365, "at most 3600 s")]
    [DataRow(0L, "expired 0 s ago")]
    [DataRow(-5L, "expired 5 s ago")]
    [DataRow(long.MaxValue / 2, "at most 3600 s")]
    [DataRow(long.MinValue / 2, "expired")]
    public void WhyMalformed_AnEnd_IsNearAndNotPast(long secondsAhead, string? said) =>
        Judge(Good(command => command.ExpiresAt = new Timestamp { Seconds = Now.ToUnixTimeSeconds() + secondsAhead }), said);

    [TestMethod]
    public void WhyMalformed_NoEnd_IsRefused() => Judge(Good(command => command.ExpiresAt = null), "no expires_at");

    [TestMethod]
    [DataRow(Gpu, null)]
    [DataRow("MIG-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b", null)]
    [DataRow("GPU-B6C3B2BE-C55B-D076-FA0E-D464E4C7E08B", "lower case")]
    [DataRow("gpu-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b", "lower case")]
    [DataRow(Gpu + "\n", "lower case")]
    [DataRow(Gpu + " ", "lower case")]
    [DataRow("GPU-", "lower case")]
    [DataRow("0", "lower case")]
    [DataRow("00000000:05:00.0", "lower case")]
    [DataRow("", "lower case")]
    public void WhyMalformed_AGpu_IsNamedInOneSpelling(string uuid, string? said)
    {
        Judge(Good(command => command.GpuReset = new GpuReset { GpuUuid = uuid }), said, uuid);
        Judge(Good(command => command.Diagnose = new Diagnose { Level = 1, GpuUuids = { Gpu, uuid } }), said, Gpu, uuid);
    }

    private static Command Good(Action<Command> change)
    {
        var command = new Command { Id = Id, ExpiresAt = Timestamp.FromDateTimeOffset(Now.AddMinutes(10)), Reboot = new Reboot() };
        change(command);
        return command;
    }

    private static void Judge(Command command, string? said, params string[] gpus)
    {
        var refusal = CommandForm.WhyMalformed(command, gpus, Now);

        Assert.AreEqual(said is null, refusal is null, refusal);
        Assert.Contains(said ?? "", refusal ?? "");
    }
}
