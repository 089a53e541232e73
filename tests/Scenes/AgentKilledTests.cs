using Npgsql;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>kill -9 of the published agent in the midst of bursts of kernel lines: the server has each line counted once, and misses at
/// most a second of Frames.</summary>
[TestClass]
public sealed class AgentKilledTests(TestContext context)
{
    private const string Host = "gpu-yul1-01";
    private const int Kills = 4;
    private const int LinesOfALife = 400;
    private int written;

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    // The agent may have to be compiled first.
    [Timeout(600_000, CooperativeCancellation = true)]
    public async Task Agent_KilledInTheMidstOfABurst_LosesNoEventDoublesNoneAndASecondOfFrames()
    {
        Needs.Programs("gcc", "clang");
        await using var stage = new Stage(context.WriteLine);
        await using var database = await TestDatabase.CreateAsync(Token);
        await using var server = await InProcessServer.StartAsync(stage, database, ["--Fleet:InventoryFile=" + stage.Write("inventory.json", Inventory)], Token);
        var api = await FleetApi.SignInAsync(stage, server, Token);
        var log = new KernelLogFeed(stage, "kmsg");
        var agent = await StartAsync(stage, server, api, log);
        await Until.TrueAsync("the log is followed", () => File.Exists(Path.Combine(stage.Folder("agent-" + Host), "kernel-log.cursor")), Token);
        await CountAsync(database, "select count(*) from host_heartbeats", 1);

        var killedAt = new List<DateTimeOffset>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await SpeakAsync(log, LinesOfALife);
            // The lines before this instant are told, held or unread: each kill finds another mixture.
            killedAt.Add(TimeProvider.System.GetUtcNow());
            await agent.KillAsync(Token);
            await SpeakAsync(log, 50);
            agent.Restart();
        }

        await SpeakAsync(log, LinesOfALife);
        const string Counted = "select coalesce(sum(count), 0)::bigint from events where source = 'kernel-log'";
        await CountAsync(database, Counted, written);
        await agent.Process.StopAsync();
        await CountAsync(database, "select count(*) from gpu_minutes where minute <= now()", 1);

        Assert.AreEqual(written, await NumberAsync(database, Counted));
        Assert.AreEqual(0, await NumberAsync(database, "select count(*) from (select 1 from events where origin is not null group by host_id, origin having count(*) > 1) doubled"));
        await AssertFramesAsync(database, killedAt);
    }

    /// <summary>A second of the last Frames of each killed life may be missing: the one that was being read does not count.</summary>
    private async Task AssertFramesAsync(TestDatabase database, List<DateTimeOffset> killedAt)
    {
        var seconds = await StoredFrames.SecondsAsync(database.DataSource, Token);
        foreach (var at in killedAt)
        {
            var last = seconds.TakeWhile(second => second <= at).Last();
            var lost = Math.Max(0, (int)(at - last).TotalSeconds - 1);
            context.WriteLine($"killed at {at:HH:mm:ss.fff}: the last Frame that is stored is of {last:HH:mm:ss}, {lost} lost");
            Assert.IsLessThanOrEqualTo(1, lost);
        }
    }

    /// <summary>The same again and again, some that differ in their numbers, one that is alone.</summary>
    private async Task SpeakAsync(KernelLogFeed log, int lines)
    {
        for (var line = 0; line < lines; line++, written++)
        {
            log.Write((line % 8) switch
            {
                0 => $"NVRM: Xid (PCI:0000:10:00): 31, pid={written}, name=python3, Ch {written:x8}, intr 00000000. MMU Fault",
                < 5 => "NVRM: Xid (PCI:0000:18:00): 13, pid=7, name=python3, Graphics Exception: ESR 0x546fb0=0x11f000e",
                _ => $"NVRM: GPU0 nvAssertFailed 0x{written:x8}",
            });
            if (line % 4 == 0)
            {
                await Task.Delay(10, Token);
            }
        }
    }

    private Task<long> CountAsync(TestDatabase database, string query, long least) => Until.Async(
        $"{query} gives {least}", _ => NumberAsync(database, query), number => number >= least, TimeSpan.FromSeconds(60), Token);

    private async Task<long> NumberAsync(TestDatabase database, string query)
    {
        await using var command = database.DataSource.CreateCommand(query);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private static string Inventory => $$"""
        {"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto"}],
         "hosts": [{"name": "{{Host}}", "site": "yul1", "rack": "B07", "u": 12}]}
        """;

    private async Task<AgentProcess> StartAsync(Stage stage, InProcessServer server, FleetApi api, KernelLogFeed log)
    {
        var token = await api.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = Host }, api.With(Token));
        var settings = new Dictionary<string, string>
        {
            ["Server"] = server.AgentsUrl,
            ["EnrollmentToken"] = token.Token,
            ["KernelLog:Path"] = log.Path,
        };
        var library = await GpuScenario.BuildLibraryAsync(stage, Token);
        return AgentProcess.Start(
            stage, await PublishedAgent.PathAsync(Token), Host, settings, new GpuScenario(stage, Host, 1).Environment(library));
    }
}
