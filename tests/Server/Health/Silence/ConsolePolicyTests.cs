using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Silence;

namespace SovereignFleet.Tests.Server.Health.Silence;

[TestClass]
public sealed class ConsolePolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Gateway = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();

    [TestMethod]
    [DataRow("power on", true)]
    [DataRow("power not told", true)]
    [DataRow("power off", false)]
    [DataRow("no answer", false)]
    [DataRow("gateway silent", false)]
    [DataRow("no gateway tells", false)]
    [DataRow("another gateway told", false)]
    [DataRow("no gateway declared", false)]
    [DataRow("in repair", false)]
    [DataRow("asked already", false)]
    [DataRow("silent for long", false)]
    [DataRow("often today", false)]
    public void Choose_OneHost_IsChosenWhereItsConsoleCanTellWhyItFellSilent(string what, bool chosen)
    {
        var host = Change(Silent("gpu-yul1-02"), what);

        Assert.HasCount(chosen ? 1 : 0, ConsolePolicy.Choose([host], [], Now));
    }

    [TestMethod]
    public void Choose_ARackAtOnce_IsOneForEachGatewayTheLongestSilentFirst()
    {
        SilentHost[] rack =
        [
            Silent("gpu-yul1-02") with { FiringSince = Now.AddMinutes(-1) }, Silent("gpu-yul1-03") with { FiringSince = Now.AddMinutes(-2) },
            Silent("gpu-yul1-04"), Silent("gpu-yul1-05") with { GatewayId = Other, Bmc = Bmc(Other, powerOn: true) },
        ];

        Assert.AreEqual("gpu-yul1-03, gpu-yul1-05", Names(ConsolePolicy.Choose(rack, [], Now)));
        Assert.AreEqual("gpu-yul1-05", Names(ConsolePolicy.Choose(rack, [Gateway], Now)));
    }

    private static string Names(IEnumerable<SilentHost> hosts) => string.Join(", ", hosts.Select(host => host.Identity.Name));

    private static SilentHost Silent(string name) => new()
    {
        Identity = new HostIdentity(Guid.NewGuid(), name, "yul1"),
        HeardAt = Now.AddMinutes(-2),
        QuietSince = Now.AddMinutes(-2),
        Expected = true,
        GatewayId = Gateway,
        Bmc = Bmc(Gateway, powerOn: true),
    };

    private static SilentBmc Bmc(Guid gateway, bool powerOn) => new(gateway, "gpu-yul1-01", new BmcReading { PowerOn = powerOn }, Now, Now, "", []);

    private static SilentHost Change(SilentHost host, string what) => what switch
    {
        "power on" => host,
        "power not told" => host with { Bmc = host.Bmc! with { Reading = new BmcReading() } },
        "power off" => host with { Bmc = Bmc(Gateway, powerOn: false) },
        "no answer" => host with { Bmc = host.Bmc! with { Failure = "no route to host" } },
        "gateway silent" => host with { Bmc = host.Bmc! with { AskedAt = Now.AddMinutes(-2) } },
        "no gateway tells" => host with { Bmc = null },
        "another gateway told" => host with { GatewayId = Other },
        "no gateway declared" => host with { GatewayId = null },
        "in repair" => host with { Expected = false },
        "asked already" => host with { Console = new SilentConsole(CommandState.Refused, Now, Now, "not allowed", "") },
        "silent for long" => host with { FiringSince = Now - ConsolePolicy.Patience },
        "often today" => host with { CapturesOfADay = ConsolePolicy.MostOfADay },
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "Unknown change."),
    };
}
