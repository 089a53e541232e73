using System.Globalization;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Prediction.History;
using SovereignFleet.Server.Prediction.States;

namespace SovereignFleet.Server.Prediction;

/// <summary>The largest hazard of each family, summed: p = 1 - exp(-h). Each term is a state with its evidence, so every probability can
/// be explained.</summary>
internal sealed class RiskModel(IEnumerable<IRiskState> states)
{
    /// <summary>A drain costs a tenth of a failure, and avoids nine of ten: above this it pays. facts: C_drain / (C_fail x avoidable).</summary>
    public const double DrainAt = 0.11;
    private const double ValidateAt24h = DrainAt / 5;
    private const double ValidateAt7d = 0.05;
    private readonly IReadOnlyList<IRiskState> states = new NameTable<IRiskState>("risk state", states, state => state.Name).All;

    /// <summary>The kinds of Events that any state counts.</summary>
    public IReadOnlyCollection<string> Kinds { get; } = [.. states.SelectMany(state => state.Kinds).Distinct()];

    public RiskEstimate Judge(GpuHistory history, DateTimeOffset now)
    {
        var active = (
            from state in states
            let found = state.Judge(history, now)
            where found is not null
            select (state.Family, State: found)).ToArray();
        var p24h = Probability(active, state => state.Prior.Hazard24h);
        var p7d = Probability(active, state => state.Prior.Hazard7d);
        return new RiskEstimate(p24h, p7d, Decide(p24h, p7d), Reason(active));
    }

    private static double Probability((RiskFamily Family, ActiveState State)[] active, Func<ActiveState, double> hazard) =>
        1 - Math.Exp(-active.GroupBy(item => item.Family).Sum(family => family.Max(item => hazard(item.State))));

    private static RiskDecision Decide(double p24h, double p7d) =>
        p24h >= DrainAt ? RiskDecision.Drain
        : p24h >= ValidateAt24h || p7d >= ValidateAt7d ? RiskDecision.Validate
        : RiskDecision.Watch;

    private static string Reason((RiskFamily Family, ActiveState State)[] active) => string.Join("; ", active
        .OrderByDescending(item => item.State.Prior.P24h).Take(2)
        .Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.State.Evidence} ({item.State.Prior.P24h:P1} within 24 h)")));
}
