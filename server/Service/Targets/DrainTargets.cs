namespace SovereignFleet.Server.Service.Targets;

/// <summary>The drain targets by name. Two of one name fail the start.</summary>
internal sealed class DrainTargets(IEnumerable<IDrainTarget> targets)
{
    private readonly Dictionary<string, IDrainTarget> byName = targets.ToDictionary(target => target.Name);

    public IEnumerable<string> Names => byName.Keys;

    public IDrainTarget? Find(string name) => byName.GetValueOrDefault(name);
}
