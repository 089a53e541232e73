using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Service.Plan;

/// <summary>The works that this server can do, by kind. Two of one kind fail the start.</summary>
internal sealed class Works(IEnumerable<IWork> works)
{
    private readonly Dictionary<WorkKind, IWork> byKind = new NameTable<IWork>("work", works, work => work.Kind.ToString()).All.ToDictionary(work => work.Kind);

    public IWork? Find(WorkKind kind) => byKind.GetValueOrDefault(kind);

    /// <summary>In the order of a menu.</summary>
    public IEnumerable<IWork> All => byKind.Values.OrderBy(work => work.Kind);

    /// <summary>Why a plan cannot be taken, for whoever proposes it; null: it can.</summary>
    public string? WhyNot(WorkPlan plan, WorkRequest request)
    {
        if (plan.Works.IsEmpty)
        {
            return "a plan names at least one work";
        }

        if (plan.Works.Where(work => Find(work.Kind) is null).Select(work => work.Kind).Distinct().ToList() is { Count: > 0 } unknown)
        {
            return $"this server cannot do {string.Join(", ", unknown)}; it can do {string.Join(", ", byKind.Keys.Order())}";
        }

        return plan.Works.GroupBy(work => work).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? $"the plan names {twice.Key.Kind}{(twice.Key.Target is { } target ? $" of {target}" : "")} twice"
            : plan.Works.Select(planned => WhyNot(planned, request)).FirstOrDefault(refusal => refusal is not null);
    }

    private string? WhyNot(PlannedWork planned, WorkRequest request)
    {
        var work = byKind[planned.Kind];
        var refusal = work.Offer.Target is null && planned.Target is not null
            ? "it is about the whole host and takes no target"
            : work.WhyNot(planned.Target, request);
        return refusal is null ? null : $"{planned.Kind}: {refusal}";
    }

    /// <summary>In the middle of a sentence: "remote hands".</summary>
    public string NameOf(WorkKind kind) => Find(kind)?.Name ?? kind.ToString();

    /// <summary>One step in the middle of a sentence: "work 2, remote hands (SF-2026-0042)".</summary>
    public string TitleOf(WorkStep step) => $"work {step.Ordinal}, {NameOf(step.Kind)}{(step.Reference is null ? "" : $" ({step.Reference})")}";

    public string Unknown(WorkKind kind) => $"a person: this server cannot do {kind}; cancel the drain, or start the version that can";
}
