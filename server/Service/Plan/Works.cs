using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Service.Plan;

/// <summary>The works that this server can do, by kind. Two of one kind fail the start.</summary>
internal sealed class Works(IEnumerable<IWork> works)
{
    private readonly Dictionary<WorkKind, IWork> byKind = new NameTable<IWork>("work", works, work => work.Kind.ToString()).All.ToDictionary(work => work.Kind);

    public IWork? Find(WorkKind kind) => byKind.GetValueOrDefault(kind);

    /// <summary>Why a plan cannot be taken, for whoever proposes it; null: it can.</summary>
    public string? WhyNot(WorkPlan plan)
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
            ? $"the plan names {twice.Key.Kind} twice"
            : null;
    }

    public string Unknown(WorkKind kind) => $"a person: this server cannot do {kind}; cancel the drain, or start the version that can";
}
