using System.Text.RegularExpressions;
using SovereignFleet.Server.Fleet.Inventory.Settings;

namespace SovereignFleet.Server.Service.Targets.Several;

/// <summary>{"targets": [{"target": "haproxy", "targetSettings": {...}}, {"target": "slurm", "targetSettings": {...}, "names": {"s1": "gpu-yul1-01"}}]}</summary>
internal sealed partial record SeveralSettings : IPlugInSettings
{
    public IReadOnlyList<TargetPart> Targets { get; init; } = [];

    public IEnumerable<SettingsFault> Faults()
    {
        if (Targets.Count == 0)
        {
            yield return new SettingsFault("targets", "must list the targets of the pool, as [{\"target\": \"haproxy\", \"targetSettings\": {...}}, ...].");
        }

        for (var place = 0; place < Targets.Count; place++)
        {
            var part = Targets[place];
            if (part.Label is { } label && !Word().IsMatch(label))
            {
                yield return new SettingsFault($"targets[{place}].label", $"\"{label}\" must be 1 to 32 letters, digits and '-'.");
            }

            // Without a label the names of a part's endpoints are its own: another part's must not be among them.
            if (Targets.Take(place).Any(other => other.Target == part.Target && other.Label == part.Label))
            {
                yield return new SettingsFault($"targets[{place}]", $"a second {part.Target}; give it a \"label\" of its own, as \"embeddings\".");
            }
            else if (part.Label is not null && Targets.Take(place).Any(other => other.Label == part.Label))
            {
                yield return new SettingsFault($"targets[{place}].label", $"\"{part.Label}\" is another one's label.");
            }

            if (part.Names.GroupBy(name => name.Value, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            {
                yield return new SettingsFault($"targets[{place}].names", $"\"{twice.Key}\" is given to {string.Join(" and ", twice.Select(name => name.Key))}; a drain of one would take out the other.");
            }
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,32}\z")]
    private static partial Regex Word();
}
