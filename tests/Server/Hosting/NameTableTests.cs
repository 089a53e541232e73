using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Alerts.Channels.Alertmanager;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Monitor;
using SovereignFleet.Server.Health.Rules;
using SovereignFleet.Server.Health.Rules.Gpu;
using SovereignFleet.Server.Health.Window;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Server.Prediction.History;
using SovereignFleet.Server.Prediction.States;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Targets;
using SovereignFleet.Server.Service.Targets.HaProxy;
using SovereignFleet.Server.Work.Own;
using SovereignFleet.Server.Work.RemoteHands.Providers;
using SovereignFleet.Server.Work.RemoteHands.Providers.Webhook;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Hosting;

/// <summary>Two plug-ins of one name do not start, whatever their kind, and both types are named.</summary>
[TestClass]
public sealed class NameTableTests
{
    [TestMethod]
    public void HealthRules_TwoOfOneName_DoNotStart() => AssertRefused(
        "health rule", typeof(GpuLostRule), typeof(TwinRule),
        () => new HealthMonitor([new GpuLostRule(), new TwinRule()], null!, new AgentJournal(TimeProvider.System), null!, TimeProvider.System, NullLogger<HealthMonitor>.Instance));

    [TestMethod]
    public void RiskStates_TwoOfOneName_DoNotStart() =>
        AssertRefused("risk state", typeof(BaseState), typeof(TwinState), () => new RiskModel([new BaseState(), new TwinState()]));

    [TestMethod]
    public void DrainTargets_TwoOfOneName_DoNotStart() =>
        AssertRefused("drain target", typeof(HaProxyTarget), typeof(TwinTarget), () => new DrainTargets([new HaProxyTarget(Reach.Everything), new TwinTarget()]));

    [TestMethod]
    public void TicketProviders_TwoOfOneName_DoNotStart()
    {
        using var webhook = new WebhookTickets(Reach.Everything, Reach.Secrets("/nowhere"));
        AssertRefused("ticket provider", typeof(WebhookTickets), typeof(TwinProvider), () => new TicketProviders([webhook, new TwinProvider()]));
    }

    [TestMethod]
    public void AlertChannels_TwoOfOneName_DoNotStart()
    {
        using var post = new JsonPost();
        var first = new AlertmanagerChannel(new Uri("http://127.0.0.1:9093"), post, TimeProvider.System);
        AssertRefused("alert channel", typeof(AlertmanagerChannel), typeof(TwinChannel), () => new AlertChannels([first, new TwinChannel()]));
    }

    [TestMethod]
    public void InventorySections_TwoOfOneName_DoNotStart() => AssertRefused(
        "inventory section", typeof(HostsPart), typeof(HostsPart), () => new InventoryImporter(null!, [new HostsPart(null!), new HostsPart(null!)], TimeProvider.System));

    [TestMethod]
    public void Works_TwoOfOneKind_DoNotStart() => AssertRefused(
        "work", typeof(OwnWork), typeof(ScriptedWork), () => new Works([new OwnWork(), new ScriptedWork(WorkKind.OwnWork)]));

    private static void AssertRefused(string kind, Type first, Type second, Func<object> make)
    {
        var refused = Assert.ThrowsExactly<InvalidOperationException>(make);
        StringAssert.StartsWith(refused.Message, $"Two {kind}s are named");
        Assert.Contains(first.FullName!, refused.Message);
        Assert.Contains(second.FullName!, refused.Message);
    }

    private sealed class TwinRule : IHealthRule
    {
        public RuleIdentity Identity { get; } = new GpuLostRule().Identity;
        public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now) => [];
    }

    private sealed class TwinState : IRiskState
    {
        public string Name => "base";
        public RiskFamily Family => RiskFamily.Base;
        public IReadOnlyList<string> Kinds => [];
        public ActiveState? Judge(GpuHistory history, DateTimeOffset now) => null;
    }

    private sealed class TwinTarget : IDrainTarget
    {
        public string Name => "haproxy";
        public IEnumerable<SettingsFault> Judge(JsonElement settings) => [];
        public Task<TargetReading> ObserveAsync(TargetServer server, CancellationToken cancellationToken) => Task.FromResult(TargetReading.Unknown("none"));
        public Task<string?> CordonAsync(TargetServer server, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
        public Task<string?> UncordonAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }

    private sealed class TwinProvider : ITicketProvider
    {
        public string Name => "webhook";
        public IEnumerable<SettingsFault> Judge(JsonElement settings) => [];
        public Task<string?> FindAsync(TicketJob job, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
        public Task<TicketReceipt> CreateAsync(TicketJob job, CancellationToken cancellationToken) =>
            Task.FromResult(new TicketReceipt(new DeliveryOutcome.Delivered(), null));
        public Task<TicketReceipt> UpdateAsync(TicketJob job, string? externalId, TicketNote note, CancellationToken cancellationToken) =>
            Task.FromResult(new TicketReceipt(new DeliveryOutcome.Delivered(), null));
    }

    private sealed class TwinChannel : IAlertChannel
    {
        public string Name => "alertmanager 127.0.0.1:9093";
        public Task<DeliveryOutcome> SendAsync(IReadOnlyList<AlertState> alerts, CancellationToken cancellationToken) =>
            Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Delivered());
    }
}
