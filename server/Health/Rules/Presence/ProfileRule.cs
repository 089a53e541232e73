using System.Globalization;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Profiles;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Presence;

/// <summary>A Host that has less than is expected of it, by its Inventory and by what the driver lists. What is not known of it is no fault.
/// GPUs that are known by name and missing are not counted again: each has its own Condition.</summary>
internal sealed class ProfileRule : IHealthRule
{
    public RuleIdentity Identity { get; } = new(FaultCatalog.Profile.Name, Hold: TimeSpan.FromSeconds(60), Keep: TimeSpan.FromMinutes(3));

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now) =>
        window.FrameAt is null ? [] : Checks(window, window.Expected ?? new HostProfile(), window.Found ?? new HostProfile()).Where(check => check.Well is not null)
            .Select(check => check.Well == true ? Verdict.Clear(Identity, check.Fault.Code, null) : Verdict.Found(Identity, Find(window, check)));

    private static IEnumerable<Check> Checks(HostWindow window, HostProfile expected, HostProfile found)
    {
        yield return Gpus(window, expected);
        yield return Model(window, expected);
        yield return new Check(
            FaultCatalog.FewerNics, AtLeast(found.Nics, expected.Nics), $"has {found.Nics} network cards, and {expected.Nics} are expected",
            "Have remote hands look at its network cards.", Number(expected.Nics), Number(found.Nics));
        yield return new Check(
            FaultCatalog.FewerDisks, AtLeast(found.Disks, expected.Disks), $"has {found.Disks} NVMe disks, and {expected.Disks} are expected",
            "Have remote hands look at its disks.", Number(expected.Disks), Number(found.Disks));
        yield return new Check(
            FaultCatalog.LesserPcie, Both(AtLeast(found.PcieWidth, expected.PcieWidth), AtLeast(found.PcieGeneration, expected.PcieGeneration)),
            $"has a GPU whose PCIe link can be no more than {Pcie(found)}, and {Pcie(expected)} is expected",
            "Have the GPUs and their risers reseated, and the BIOS's PCIe settings looked at.", Pcie(expected), Pcie(found));
    }

    private static Check Gpus(HostWindow window, HostProfile expected)
    {
        var missed = window.Gpus.Count(gpu => gpu.Reading is null);
        var read = window.Gpus.Count - missed + window.Unnamed.Count;
        // A lost GPU that does not tell its name stands for one that is missed by name, if there is one.
        var unexplained = Math.Max(0, window.Unnamed.Count(reading => reading.State != GpuReading.Types.State.Present) - missed);
        var missing = Math.Max((expected.Gpus ?? 0) - window.Gpus.Count, unexplained);
        var most = Math.Max(expected.Gpus ?? 0, window.Gpus.Count + unexplained);
        return new Check(
            FaultCatalog.FewerGpus,
            // Where no GPU is read at all, the Host is blind: that is another Condition.
            read == 0 ? null : missing <= 0,
            $"has {most - missing} of {most} GPUs",
            "Drain it now and power-cycle it; have the GPUs reseated if they do not come back.", Number(most), Number(most - missing))
        {
            Severity = Severity.Critical,
            Drain = DrainAdvice.Now,
            Remedy = RemedyKind.PowerCycle,
        };
    }

    private static Check Model(HostWindow window, HostProfile expected)
    {
        string[] models = [.. window.Gpus.Where(gpu => gpu.Reading is not null).Select(gpu => gpu.Info?.Name ?? "").Where(name => name.Length > 0).Distinct()];
        string[] others = [.. models.Where(model => model != expected.GpuModel).Order(StringComparer.Ordinal)];
        return new Check(
            FaultCatalog.OtherGpuModel,
            expected.GpuModel is null ? true : models.Length == 0 ? null : others.Length == 0,
            $"has a GPU {string.Join(" and ", others)}, and {expected.GpuModel} is expected",
            "Look at the last swap: put in the right GPU, or say on the Host's page what it is to have from now on.", expected.GpuModel ?? "", string.Join(", ", models))
        {
            Severity = Severity.Critical,
        };
    }

    // What is not expected is well; what is expected and not read is unknown.
    private static bool? AtLeast(int? found, int? expected) => expected is null ? true : found is null ? null : found >= expected;

    private static bool? Both(bool? one, bool? other) => one == false || other == false ? false : one is null || other is null ? null : true;

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "not known";

    private static string Pcie(HostProfile profile) => $"generation {Number(profile.PcieGeneration)} x{Number(profile.PcieWidth)}";

    private static Finding Find(HostWindow window, Check check) => new()
    {
        Fault = check.Fault,
        Severity = check.Severity,
        Drain = check.Drain,
        Sentence = $"{window.Host.Name} {check.What}.",
        Remedy = Remedy.Of(check.Remedy),
        Action = check.Action,
        Evidence = new Dictionary<string, string> { ["expected"] = check.Expected, ["found"] = check.Found },
    };

    /// <param name="Well">Null: it cannot be said.</param>
    /// <param name="What">Follows the Host's name in a sentence.</param>
    private sealed record Check(Fault Fault, bool? Well, string What, string Action, string Expected, string Found)
    {
        public Severity Severity { get; init; } = Severity.Warning;
        public DrainAdvice Drain { get; init; } = DrainAdvice.NextWindow;
        public RemedyKind Remedy { get; init; } = RemedyKind.Inspect;
    }
}
