using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent.Repair;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Agent.Spool;
using SovereignFleet.Tests.Support;
using Outcome = SovereignFleet.Proto.Link.CommandResult.Types.Outcome;

namespace SovereignFleet.Tests.Agent.Repair;

[TestClass]
public sealed class CommandDeskTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestContext context;
    private readonly TestFolder folder = new();
    private readonly FakeTimeProvider time = new(Now);
    private readonly CountingAction identify = new();
    private readonly MessageSpool spool;

    public CommandDeskTests(TestContext context)
    {
        this.context = context;
        spool = MessageSpool.Open(new SpoolOptions { Folder = folder.Below("spool") });
    }

    public void Dispose()
    {
        spool.Dispose();
        folder.Dispose();
    }

    [TestMethod]
    [DataRow("read-power", "not on this Host's list")]
    [DataRow("", "not on this Host's list")]
    public async Task Obey_NotAllowed_RefusesAndDoesNothing(string allowed, string said) =>
        await RefusedAsync(Command("1"), [allowed], said);

    [TestMethod]
    public async Task Obey_Expired_RefusesAndNamesBothClocks() =>
        await RefusedAsync(Command("1", Now - TimeSpan.FromSeconds(1)), ["identify"], "this Host's clock says");

    [TestMethod]
    public async Task Obey_NotPossibleHere_RefusesThat() =>
        await RefusedAsync(new Command { Id = "1", ReadPower = new ReadPower() }, ["identify", "read-power"], "not possible on this Host");

    [TestMethod]
    public async Task Obey_OfANewerServer_RefusesThat() =>
        await RefusedAsync(new Command { Id = "1" }, ["identify"], "older than the server");

    [TestMethod]
    public async Task Take_SameIdTwice_TakesEffectOnceAndAnswersOnce()
    {
        using var desk = Desk(["identify"]);
        await desk.StartAsync(context.CancellationToken);
        desk.Take(Command("1"));
        desk.Take(Command("1"));
        desk.Take(Command("2"));
        await Until.TrueAsync("the last is answered", () => Results().Any(result => result.CommandId == "2"), context.CancellationToken);
        await desk.StopAsync(context.CancellationToken);

        Assert.AreEqual("1 Done, 2 Done", string.Join(", ", Results().Select(result => $"{result.CommandId} {result.Outcome}")));
        Assert.AreEqual(2, identify.Runs);
        Assert.AreEqual("on", Results()[0].Proof["identify"]);
    }

    [TestMethod]
    public async Task Take_AfterARestart_KnowsWhatItObeyed()
    {
        using (var before = Desk(["identify"]))
        {
            await before.StartAsync(context.CancellationToken);
            before.Take(Command("1"));
            await Until.TrueAsync("it is answered and noted", () => Results().Length == 1 && Log().State("1") == true, context.CancellationToken);
            await before.StopAsync(context.CancellationToken);
        }

        using var after = Desk(["identify"]);

        Assert.IsNull(await after.ObeyAsync(Command("1"), context.CancellationToken));
        Assert.AreEqual(1, identify.Runs);
    }

    [TestMethod]
    public async Task Obey_CrashedInTheMiddle_SaysSoAndDoesNotRepeat()
    {
        Log().Begin("1");

        using var desk = Desk(["identify"]);
        var result = await desk.ObeyAsync(Command("1"), context.CancellationToken);

        Assert.AreEqual(Outcome.Failed, result!.Outcome);
        Assert.Contains("restarted", result.Text);
        Assert.AreEqual(0, identify.Runs);
    }

    private async Task RefusedAsync(Command command, string[] allowed, string said)
    {
        using var desk = Desk(allowed);
        var result = await desk.ObeyAsync(command, context.CancellationToken);

        Assert.AreEqual(Outcome.Refused, result!.Outcome);
        Assert.Contains(said, result.Text);
        Assert.AreEqual(0, identify.Runs);
    }

    private static Command Command(string id, DateTimeOffset? expires = null) => new()
    {
        Id = id,
        ExpiresAt = Timestamp.FromDateTimeOffset(expires ?? Now + TimeSpan.FromMinutes(5)),
        Identify = new Identify { On = true },
    };

    private CommandResult[] Results() => [.. SpoolContent.Of(spool, SpoolLane.Events).Select(message => message.Result)];

    private CommandLog Log() => new(Options([]));

    private CommandOptions Options(string[] allowed) => new() { Allow = allowed.ToHashSet(), LogFile = folder.Below("commands") };

    private CommandDesk Desk(string[] allowed) => new(
        [identify], Options(allowed), new CommandLog(Options(allowed)), new SpoolWriter(spool, time), time, NullLogger<CommandDesk>.Instance);
}
