using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent;
using SovereignFleet.Agent.Cli;
using SovereignFleet.Agent.Cli.Configuration;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Tests.Support;
using CommandState = SovereignFleet.Proto.Fleet.CommandState;

namespace SovereignFleet.Tests.Scenes;

/// <summary>A Host whose agent is silent, seen and lit by its BMC gateway: a real server, a real agent, real ipmitool, a simulated BMC.</summary>
[TestClass]
public sealed class SilentHostTests(TestContext context) : IAsyncDisposable
{
    private const string Gateway = "gpu-yul1-01";
    private const string Silent = "gpu-yul1-02";
    private readonly Stage stage = new(context.WriteLine);

    private CancellationToken Token => context.CancellationToken;

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [TestMethod]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task SilentHost_WithAGateway_IsReadLitAndSwitched()
    {
        Needs.Programs("ipmi_sim", "sdrcomp", "ipmitool");
        var bmc = await IpmiSim.StartAsync(stage, Silent, Token);
        await using var database = await TestDatabase.CreateAsync(Token);
        await using var server = await InProcessServer.StartAsync(
            stage, database, ["--Fleet:InventoryFile=" + stage.Write("inventory.json", Inventory)], Token);
        var api = await FleetApi.SignInAsync(stage, server, Token);
        var silent = await FallSilentAsync(database);
        var token = await api.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = Gateway }, api.With(Token));
        using var agent = Agent(server, token.Token, bmc, "identify", "read-power", "power-cycle");
        await agent.StartAsync(Token);

        Assert.AreEqual(CommandState.Done, (await OrderAsync(api, new OrderCommandRequest { HostName = Silent, Command = new Command { Identify = new Identify { On = true } } })).State);
        Assert.IsTrue(bmc.IdentifyIsOn);
        var power = await OrderAsync(api, new OrderCommandRequest { HostName = Silent, Command = new Command { ReadPower = new ReadPower() } });
        Assert.AreEqual((CommandState.Done, "on"), (power.State, power.Proof["power"]));

        bmc.Set("cpu_temp", 97);
        await Until.Async(
            "the hot sensor is that Host's",
            async stop => (await api.Fleet.GetHostAsync(new GetHostRequest { HostName = Silent }, api.With(stop))).Host,
            host => host.Bmc.Any(sensor => sensor.Name == "CPU1 Temp" && sensor.Status == "ucr"),
            Token);
        await Until.Async(
            "what the BMC calls critical is that Host's Condition",
            async stop => await api.Conditions.ListConditionsAsync(new ListConditionsRequest { HostName = Silent }, api.With(stop)),
            list => list.Conditions.Any(condition => condition.Code == "bmc-sensor-critical" && condition.Sentence.Contains("CPU1 Temp: 97", StringComparison.Ordinal)),
            Token);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await Until.Async(
            "the BMC's log is that Host's",
            stop => db.Events.AsNoTracking().Where(row => row.HostId == silent && row.Kind == "bmc_sel").Select(row => row.Text).ToListAsync(stop),
            texts => texts.Any(text => text.Contains("Upper Critical going high", StringComparison.Ordinal)),
            Token);

        var cycled = await OrderAsync(
            api, new OrderCommandRequest { HostName = Silent, Command = new Command { PowerCycle = new PowerCycle() }, Reason = "it hangs", EvenInService = true });
        Assert.AreEqual(CommandState.Done, cycled.State, cycled.Answer);
        Assert.IsTrue(cycled.Proof.ContainsKey("power_off_at") && bmc.PowerIsOn);
        var heartbeat = await db.Heartbeats.AsNoTracking().SingleAsync(row => row.HostId == silent, Token);
        Assert.IsLessThan(TimeProvider.System.GetUtcNow().AddMinutes(-30), heartbeat.HeardAt, "it still is silent");
        Assert.IsEmpty(await db.Events.AsNoTracking().Where(row => row.HostId != silent && row.Kind == "bmc_sel").ToListAsync(Token));
        await agent.StopAsync(Token);
        AssertPasswordStays();
    }

    /// <summary>Nobody orders anything: the last lines of the dead Host are there when on-call looks.</summary>
    [TestMethod]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task SilentHost_WithAGateway_ShowsItsConsoleUnasked()
    {
        Needs.Programs("ipmi_sim", "sdrcomp", "ipmitool");
        var bmc = await IpmiSim.StartAsync(stage, Silent, Token);
        using var speaking = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var speech = PanicAsync(bmc.Console, speaking.Token);
        await using var database = await TestDatabase.CreateAsync(Token);
        await using var server = await InProcessServer.StartAsync(
            stage, database, ["--Fleet:InventoryFile=" + stage.Write("inventory.json", Inventory), "--Health:Silence=00:00:10", "--Health:ConsoleCapture=00:00:02"], Token);
        var api = await FleetApi.SignInAsync(stage, server, Token);
        await FallSilentAsync(database);
        var token = await api.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = Gateway }, api.With(Token));
        using var agent = Agent(server, token.Token, bmc);
        await agent.StartAsync(Token);

        var silence = (await Until.Async(
            "the console stands in the evidence",
            async stop => await api.Conditions.ListConditionsAsync(new ListConditionsRequest { HostName = Silent }, api.With(stop)),
            list => list.Conditions.Any(condition => condition.Code == "agent-silent" && condition.Evidence.ContainsKey("console_last_lines")),
            Token)).Conditions.Single(condition => condition.Code == "agent-silent");
        Assert.Contains("Kernel panic - not syncing", silence.Evidence["console_last_lines"]);
        Assert.Contains("Its console was captured.", silence.Sentence);
        var commands = await Until.Async(
            "the whole console is there as a file",
            async stop => await api.Commands.ListCommandsAsync(new ListCommandsRequest { HostName = Silent }, api.With(stop)),
            list => list.Commands.Any(command => command.Files.Any(file => file.State == CommandFileState.Complete)),
            Token);
        Assert.AreEqual(("capture-console for 2 s", "rule:agent-silent", CommandState.Done), (commands.Commands.Single().Text, commands.Commands.Single().OrderedBy, commands.Commands.Single().State));
        await speaking.CancelAsync();
        await speech;
        await agent.StopAsync(Token);
    }

    private static async Task PanicAsync(SerialConsole console, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            console.Say("[   97.5] Kernel panic - not syncing: Fatal exception\r\n");
            await Task.Delay(100, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static string Inventory => $$"""
        {"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto"}],
         "hosts": [{"name": "{{Silent}}", "site": "yul1", "rack": "B07", "u": 16, "bmcGateway": "{{Gateway}}"},
                   {"name": "{{Gateway}}", "site": "yul1", "rack": "B07", "u": 12}]}
        """;

    /// <summary>The last life of the Host's own agent was an hour ago.</summary>
    private async Task<Guid> FallSilentAsync(TestDatabase database)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var id = await db.Hosts.Where(host => host.Name == Silent).Select(host => host.Id).SingleAsync(Token);
        db.Add(new HostHeartbeat { HostId = id, HeardAt = TimeProvider.System.GetUtcNow().AddHours(-1) });
        await db.SaveChangesAsync(Token);
        return id;
    }

    private IHost Agent(InProcessServer server, string token, IpmiSim bmc, params string[] allowed)
    {
        var allow = allowed.Select((name, place) => KeyValuePair.Create<string, string?>($"Commands:Allow:{place}", name));
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(allow)
        {
            ["Server"] = server.AgentsUrl,
            ["EnrollmentToken"] = token,
            ["HostName"] = Gateway,
            ["DataFolder"] = stage.Folder("agent"),
            ["KernelLog:Path"] = stage.Write("kmsg", ""),
            ["Bmc:Period"] = "00:00:01",
            ["Gateway:0:Host"] = Silent,
            ["Gateway:0:Address"] = "127.0.0.1",
            ["Gateway:0:Port"] = bmc.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Gateway:0:User"] = IpmiSim.User,
            ["Gateway:0:PasswordFile"] = bmc.PasswordFile,
            ["Gateway:0:CipherSuite"] = "3",
        }).Build();
        var options = OptionsReader.Read(new GivenSettings(settings, []));
        return AgentHost.Build(options, builder =>
        {
            builder.Configuration.AddConfiguration(settings);
            builder.AddHostSensors(options.DataFolder);
        });
    }

    private async Task<HostCommand> OrderAsync(FleetApi api, OrderCommandRequest order)
    {
        var taken = (await api.Commands.OrderCommandAsync(order, api.With(Token))).Command;
        return await Until.Async(
            order.Command.ActionCase + " is answered",
            async stop => (await api.Commands.GetCommandAsync(new GetCommandRequest { Id = taken.Id }, api.With(stop))).Command,
            command => command.State is not (CommandState.Pending or CommandState.Sent),
            Token);
    }

    /// <summary>Nothing that the agent keeps or has on its way holds the BMC's password.</summary>
    private void AssertPasswordStays()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(stage.Root, "agent"), "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(IpmiSim.Password, File.ReadAllText(file), file);
        }
    }
}
