using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Rules;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Health.Xids;
using SovereignFleet.Server.Prediction;

namespace SovereignFleet.Tests.Server.Health.Faults;

/// <summary>One fault, one code, one alert name; people route and silence by these: a line may be added here, none changed.</summary>
[TestClass]
public sealed class FaultCatalogTests
{
    [TestMethod]
    [DataRow("agent-never-heard", "AgentNeverHeard")]
    [DataRow("agent-silent", "AgentSilent")]
    [DataRow("bmc-sensor-critical", "BmcSensorCritical")]
    [DataRow("bmc-unreachable", "BmcUnreachable")]
    [DataRow("certificate-superseded", "CertificateSuperseded")]
    [DataRow("ecc-uncorrected", "GpuEccUncorrectable")]
    [DataRow("gpu-lost", "GpuLost")]
    [DataRow("gpu-temperature", "GpuThermal")]
    [DataRow("host-duplicated", "HostDuplicated")]
    [DataRow("recovery-action", "GpuRecoveryAction")]
    [DataRow("risk", "GpuPredictedFailure")]
    [DataRow("row-remap-failure", "GpuRowRemapFailure")]
    [DataRow("row-remap-pending", "GpuRowRemapPending")]
    [DataRow("sensor-failed", "SensorFailed")]
    [DataRow("xid-79", "GpuXidFatal")]
    [DataRow("xid-999", "GpuXidFatal")]
    [DataRow("bmc-log-memory-0x53.uncorrectable-ecc", "BmcLogFault")]
    [DataRow("event-sxid-fatal", "HostFault")]
    [DataRow("gpus-blind", "GpusBlind")]
    [DataRow("gpu-unreadable", "GpuUnreadable")]
    [DataRow("profile-gpus", "HostIncomplete")]
    [DataRow("profile-nics", "HostIncomplete")]
    [DataRow("pcie-degraded", "GpuPcieDegraded")]
    [DataRow("nvlink-down", "GpuNvLinkDown")]
    [DataRow("nvlink-errors", "GpuNvLinkErrors")]
    [DataRow("fabric-state", "GpuFabricFault")]
    [DataRow("sram-threshold", "GpuSramThreshold")]
    [DataRow("spare-rows", "GpuSpareRowsUsedUp")]
    [DataRow("retired-pages-pending", "GpuRetiredPagesPending")]
    [DataRow("repair-pending", "GpuRepairPending")]
    [DataRow("power-brake", "GpuPowerBrake")]
    [DataRow("hardware-slowdown", "GpuHardwareSlowdown")]
    [DataRow("inference-down", "InferenceServerDown")]
    [DataRow("fan-stopped", "FanStopped")]
    public void AlertNameOf_ACode_IsTheOneThatPeopleRouteBy(string code, string name) => Assert.AreEqual(name, FaultCatalog.AlertNameOf(code));

    [TestMethod]
    public void Faults_EachHasACodeAndAnAlertNameOfItsOwn()
    {
        string[] names = [.. FaultCatalog.All.Select(fault => fault.AlertName), .. FaultCatalog.Families.Select(family => family.AlertName)];

        Assert.AreEqual("", string.Join(", ", FaultCatalog.All.GroupBy(fault => fault.Code).Where(same => same.Count() > 1).Select(same => same.Key)));
        Assert.AreEqual("", string.Join(", ", names.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => same.Key)));
        Assert.AreEqual("", string.Join(", ", FaultCatalog.All.Where(fault => FaultCatalog.Families.Any(family => family.Has(fault.Code))).Select(fault => fault.Code)));
    }

    [TestMethod]
    public void Rules_EachBearsTheCodeOfItsFault_AndEachFaultHasOneRule()
    {
        string[] faults = [.. FaultCatalog.All.Select(fault => fault.Code), .. FaultCatalog.Families.Select(family => family.Name)];
        string[] rules = [.. Rules().Select(rule => rule.Name), AgentSilentRule.Identity.Name, AgentNeverHeardRule.Identity.Name, RiskRule.Identity.Name];

        Assert.AreEqual(string.Join(", ", faults.Order(StringComparer.Ordinal)), string.Join(", ", rules.Order(StringComparer.Ordinal)));
    }

    private static IHealthRule[] Rules()
    {
        using var services = new ServiceCollection().AddOptions().AddSingleton<XidPolicy>().AddHealthRules().BuildServiceProvider();
        return [.. services.GetServices<IHealthRule>()];
    }
}
