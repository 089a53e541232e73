using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>A disk that is really full under the agent's spool: the agent says so and goes on, and says again when there is room.</summary>
[TestClass]
public sealed class FullDiskTests
{
    private const int Megabytes = 4;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Spool_DiskFull_AgentSaysSoAndDeliversWhatComesAfter()
    {
        Needs.Programs("clang");
        var cancellation = TestContext.CancellationToken;
        await using var stage = new Stage(TestContext.WriteLine);
        var server = await ServerProcess.StartAsync(stage, new Dictionary<string, string>(), cancellation);
        var api = await FleetApi.SignInAsync(stage, server, cancellation);
        await api.Administration.ApplyInventoryAsync(
            new ApplyInventoryRequest
            {
                Json = """
                    {"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto"}],
                     "hosts": [{"name": "gpu-full", "site": "yul1", "rack": "B07", "u": 12}]}
                    """,
            },
            api.With(cancellation));
        var token = await api.Administration.CreateEnrollmentTokenAsync(
            new CreateEnrollmentTokenRequest { HostName = "gpu-full" }, api.With(cancellation));
        var disk = await SmallDisk.MountAsync(stage, "agent-gpu-full", Megabytes, cancellation);
        var kernelLog = new KernelLogFeed(stage, "kmsg");
        var settings = new Dictionary<string, string>
        {
            ["Server"] = server.AgentsUrl,
            ["EnrollmentToken"] = token.Token,
            ["KernelLog:Path"] = kernelLog.Path,
            ["Spool:ReserveMegabytes"] = "0",
        };
        var agent = AgentProcess.Start(
            stage, await PublishedAgent.PathAsync(cancellation), "gpu-full", settings, new Dictionary<string, string>());
        await HeardAsync(api, cancellation);

        var filler = await FillAsync(disk.Path, cancellation);
        kernelLog.Write(XidLines.DoubleBitError("0000:05:00"));
        await Until.TrueAsync(
            "the agent says that the disk is full",
            () => agent.Process.Output.Contains("No space left on device", StringComparison.Ordinal)
                || agent.Process.Output.Contains("full", StringComparison.OrdinalIgnoreCase),
            cancellation);
        Assert.IsFalse(agent.Process.HasExited, agent.Process.Output);

        File.Delete(filler);
        kernelLog.Write(XidLines.DrainAndReset("0000:06:00"));
        await Until.Async(
            "what was read after and before there was room is delivered",
            async stop => (await api.Conditions.ListConditionsAsync(new ListConditionsRequest { HostName = "gpu-full" }, api.With(stop))).Conditions,
            conditions => conditions.Any(condition => condition.Code == "xid-48"),
            cancellation);
    }

    private static async Task HeardAsync(FleetApi api, CancellationToken cancellation) =>
        await Until.Async(
            "the Host is heard",
            async stop => (await api.Fleet.GetFleetAsync(new GetFleetRequest(), api.With(stop))).Fleet,
            fleet => fleet.Hosts.Single().LastHeard is not null,
            cancellation);

    /// <summary>Takes every last byte of the disk.</summary>
    private static async Task<string> FillAsync(string folder, CancellationToken cancellation)
    {
        var filler = Path.Combine(folder, "filler");
        await using var fill = RunningProcess.Start(new Launch("fill", "dd", "if=/dev/zero", "of=" + filler, "bs=4096"));
        Assert.AreNotEqual(0, await fill.ExitAsync(cancellation), "the disk is not full");
        return filler;
    }
}
