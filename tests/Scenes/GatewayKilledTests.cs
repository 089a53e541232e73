using System.Globalization;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>kill -9 of the gateway's published agent while it holds another Host dark: its next life switches the Host on.</summary>
[TestClass]
public sealed class GatewayKilledTests(TestContext context)
{
    private const string Gateway = "gpu-yul1-01";
    private const string Dark = "gpu-yul1-02";

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    // The agent may have to be compiled first.
    [Timeout(600_000, CooperativeCancellation = true)]
    public async Task PowerCycle_GatewayKilledBetweenOffAndOn_IsFinishedByItsNextLifeUnderTheSameId()
    {
        Needs.Programs("ipmi_sim", "sdrcomp", "ipmitool", "clang");
        await using var stage = new Stage(context.WriteLine);
        var bmc = await IpmiSim.StartAsync(stage, Dark, Token);
        await using var database = await TestDatabase.CreateAsync(Token);
        await using var server = await InProcessServer.StartAsync(
            stage, database, ["--Fleet:InventoryFile=" + stage.Write("inventory.json", Inventory)], Token);
        var api = await FleetApi.SignInAsync(stage, server, Token);
        var agent = await StartAsync(stage, server, api, bmc);
        var notes = Path.Combine(stage.Folder("agent-" + Gateway), "commands");

        // As soon as the power is off, seen or not.
        var first = await KilledAsync(api, agent, () => !bmc.PowerIsOn);
        Assert.IsTrue(bmc.PowerIsOn);
        // And after the agent has seen it off.
        var seen = Seen(notes);
        var second = await KilledAsync(api, agent, () => Seen(notes) > seen);

        foreach (var cycled in new[] { first, second })
        {
            Assert.AreEqual(CommandState.Done, cycled.State, cycled.Answer);
            Assert.AreEqual("off", cycled.Proof["power_found"]);
            Assert.IsTrue(cycled.Proof.ContainsKey("power_off_at") && cycled.Proof.ContainsKey("power_on_at"));
        }

        Assert.IsTrue(bmc.PowerIsOn);
        var switched = bmc.Chassis.Where(line => line.Contains(" set power ", StringComparison.Ordinal)).Select(line => line[^1]).ToArray();
        Assert.AreEqual("0101", new string(switched), string.Join('\n', bmc.Chassis));
    }

    private static int Seen(string notes) =>
        File.ReadLines(notes).Count(line => line.Contains("power-off-seen", StringComparison.Ordinal));

    /// <summary>Orders a power cycle, kills the agent at an instant of it, and starts it again.</summary>
    private async Task<HostCommand> KilledAsync(FleetApi api, AgentProcess agent, Func<bool> instant)
    {
        var order = new OrderCommandRequest { HostName = Dark, Command = new Command { PowerCycle = new PowerCycle() }, Reason = "it hangs", EvenInService = true };
        var ordered = (await api.Commands.OrderCommandAsync(order, api.With(Token))).Command;
        while (!instant())
        {
            await Task.Delay(5, Token);
        }

        await agent.KillAsync(Token);
        agent.Restart();
        return await Until.Async(
            "the power cycle is answered",
            async stop => (await api.Commands.GetCommandAsync(new GetCommandRequest { Id = ordered.Id }, api.With(stop))).Command,
            command => command.State is not (CommandState.Pending or CommandState.Sent),
            Token);
    }

    private static string Inventory => $$"""
        {"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto"}],
         "hosts": [{"name": "{{Dark}}", "site": "yul1", "rack": "B07", "u": 16, "bmcGateway": "{{Gateway}}"},
                   {"name": "{{Gateway}}", "site": "yul1", "rack": "B07", "u": 12}]}
        """;

    private async Task<AgentProcess> StartAsync(Stage stage, InProcessServer server, FleetApi api, IpmiSim bmc)
    {
        var token = await api.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = Gateway }, api.With(Token));
        var settings = new Dictionary<string, string>
        {
            ["Server"] = server.AgentsUrl,
            ["EnrollmentToken"] = token.Token,
            ["KernelLog:Path"] = new KernelLogFeed(stage, "kmsg").Path,
            ["Commands:Allow:0"] = "power-cycle",
            ["Gateway:0:Host"] = Dark,
            ["Gateway:0:Address"] = "127.0.0.1",
            ["Gateway:0:Port"] = bmc.Port.ToString(CultureInfo.InvariantCulture),
            ["Gateway:0:User"] = IpmiSim.User,
            ["Gateway:0:PasswordFile"] = bmc.PasswordFile,
            ["Gateway:0:CipherSuite"] = "3",
        };
        return AgentProcess.Start(stage, await PublishedAgent.PathAsync(Token), Gateway, settings, new Dictionary<string, string>());
    }
}
