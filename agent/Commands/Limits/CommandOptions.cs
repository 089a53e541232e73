using SovereignFleet.Agent.Sensing.Hardware;

namespace SovereignFleet.Agent.Commands.Limits;

/// <summary>What this Host lets the server do to it.</summary>
internal sealed record CommandOptions
{
    /// <summary>Commands:Allow. What is not named here is refused.</summary>
    public IReadOnlySet<string> Allow { get; init; } = CommandDefaults.Usual;

    /// <summary>Commands:MostPerDay, by a command's name, where it is set: <see cref="MostOf"/>.</summary>
    public IReadOnlyDictionary<string, int> MostPerDay { get; init; } = new Dictionary<string, int>();

    /// <summary>Commands:Units: the systemd units that restart-unit may restart.</summary>
    public IReadOnlySet<string> Units { get; init; } = new HashSet<string>();

    public CommandPrograms Programs { get; init; } = new();

    /// <summary>A Host that still runs the same boot so long after it was told to go down did not go down. A large server
    /// takes minutes to end its services.</summary>
    public TimeSpan BootTimeOut { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Remembers which commands were carried out.</summary>
    public required string LogFile { get; init; }

    /// <summary>Files on their way into the spool.</summary>
    public required string WorkFolder { get; init; }

    public required BootFacts Boot { get; init; }

    /// <summary>How often a command may be begun a day; null: as often as it is sent.</summary>
    /// <param name="usual">Where nothing is set.</param>
    public int? MostOf(string name, int? usual) => MostPerDay.TryGetValue(name, out var set) ? set : usual;
}
