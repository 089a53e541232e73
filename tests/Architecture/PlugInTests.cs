using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Agent.Commands;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Alerts.Channels.Alertmanager;
using SovereignFleet.Server.Alerts.Channels.Webhook;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Health.Rules;
using SovereignFleet.Server.Service;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Targets;
using SovereignFleet.Server.Service.Targets.HaProxy;
using SovereignFleet.Server.Work;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Server.Work.RemoteHands.Providers;
using SovereignFleet.Server.Work.RemoteHands.Providers.Email;
using SovereignFleet.Server.Work.RemoteHands.Providers.Webhook;

namespace SovereignFleet.Tests.Architecture;

/// <summary>The plug-ins of each kind, approved by name: a new one is seen in review, a forgotten registration fails here.</summary>
[TestClass]
public sealed class PlugInTests
{
    [TestMethod]
    public void HealthRules_Registered_AreTheApproved() => AssertList<IHealthRule>(
        new ServiceCollection().AddHealthRules(),
        "FatalXidRule", "RecoveryActionRule", "GpuLostRule", "EccUncorrectedRule", "RowRemapFailureRule", "RowRemapPendingRule",
        "GpuTemperatureRule", "GpusBlindRule", "GpuUnreadableRule", "ProfileRule", "PcieLinkRule", "NvLinkDownRule", "NvLinkErrorsRule", "FabricStateRule", "SramThresholdRule",
        "SpareRowsRule", "RetiredPagesPendingRule", "RepairPendingRule", "PowerBrakeRule", "HardwareSlowdownRule", "InferenceDownRule", "BmcSensorCriticalRule", "BmcLogRule", "BmcUnreachableRule", "HostEventRule", "SensorFailedRule", "HostDuplicatedRule", "GpuClaimedRule",
        "SupersededCertificateRule");

    [TestMethod]
    public void DrainTargets_Registered_AreTheApproved() =>
        AssertList<IDrainTarget>(new ServiceCollection().AddDrainTargets(), "HaProxyTarget", "NginxPlusTarget", "SlurmTarget", "KubernetesTarget", "WebhookTarget", "SeveralTargets");

    [TestMethod]
    public void Works_Registered_AreTheApproved() =>
        AssertList<IWork>(new ServiceCollection().AddWorks(), "RemoteHandsWork", "OwnWork", "RestartUnitWork", "ResetGpuWork", "RebootWork", "PowerCycleWork", "SoakWork");

    [TestMethod]
    public void TicketProviders_Registered_AreTheApproved() =>
        AssertList<ITicketProvider>(new ServiceCollection().AddTicketProviders(), "EmailTickets", "WebhookTickets");

    [TestMethod]
    public void AlertChannels_Existing_AreTheApproved() =>
        Assert.AreEqual("AlertmanagerChannel, WebhookChannel", string.Join(", ", Existing<IAlertChannel>().Order(StringComparer.Ordinal)));

    [TestMethod]
    public void CommandKinds_Existing_AreTheApproved() => Assert.AreEqual(
        "IdentifyKind, ReadPowerKind, CollectLogsKind, CaptureConsoleKind, GpuResetKind, RestartUnitKind, DiagnoseKind, RebootKind, PowerCycleKind",
        string.Join(", ", CommandKinds.All.Select(kind => kind.GetType().Name)));

    [TestMethod]
    public void CommandActions_Registered_AreTheApproved() => AssertList<ICommandAction>(
        new ServiceCollection().AddCommandActions(),
        "IdentifyAction", "ReadPowerAction", "CollectLogsAction", "CaptureConsoleAction", "DiagnoseAction", "RestartUnitAction", "GpuResetAction", "RebootAction", "PowerCycleAction");

    [TestMethod]
    public void CommandActions_EachCommandOfTheWire_HasOne()
    {
        var named = Enum.GetValues<Command.ActionOneofCase>().Where(action => action != Command.ActionOneofCase.None).Select(action => $"{action}Action");

        Assert.AreEqual("", string.Join(", ", named.Except(Existing<ICommandAction>())), "the agent refuses what it has no action for");
    }

    private static void AssertList<T>(IServiceCollection services, params string[] approved)
    {
        var registered = services.Where(service => service.ServiceType == typeof(T)).Select(service => service.ImplementationType!.Name).ToList();

        Assert.AreEqual(string.Join(", ", approved), string.Join(", ", registered));
        Assert.AreEqual("", string.Join(", ", Existing<T>().Except(registered)), "exists, and is not registered");
    }

    private static IEnumerable<string> Existing<T>() =>
        typeof(T).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(T))).Select(type => type.Name);
}
