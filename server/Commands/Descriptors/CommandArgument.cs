namespace SovereignFleet.Server.Commands.Descriptors;

/// <summary>What a command asks for: a field of its message, its bounds, and how a form shows it.</summary>
/// <param name="Name">The field's name: "gpu_uuid".</param>
/// <param name="Title">For a form: "GPU".</param>
internal sealed record CommandArgument(string Name, string Title, ArgumentKind Kind)
{
    public bool IsRequired { get; init; }

    /// <summary>Of a number; of a duration in seconds.</summary>
    public int Least { get; init; }

    /// <summary>Of a number; of a duration in seconds; of a text in characters.</summary>
    public int Most { get; init; }

    /// <summary>Taken where a number is zero or a duration is absent, and what a form begins with.</summary>
    public string Default { get; init; } = "";

    /// <summary>For a form; empty: whatever is within the bounds.</summary>
    public IReadOnlyList<ArgumentChoice> Choices { get; init; } = [];

    /// <summary>What an empty field of a form says: "vllm.service", "All".</summary>
    public string Hint { get; init; } = "";

    /// <summary>What is said of a value that is missing or out of bounds.</summary>
    public string Refusal { get; init; } = "";
}

/// <param name="Value">As a text: "2", "true".</param>
/// <param name="DisturbsNothing">With it the command leaves alone what the Host serves.</param>
internal sealed record ArgumentChoice(string Value, string Title, bool DisturbsNothing = false);

internal enum ArgumentKind
{
    /// <summary>The UUID of one of the Host's GPUs.</summary>
    Gpu,

    /// <summary>UUIDs of the Host's GPUs; none: all.</summary>
    Gpus,
    Text,

    /// <summary>A whole number.</summary>
    Number,
    Duration,

    /// <summary>True or false.</summary>
    Switch,
}
