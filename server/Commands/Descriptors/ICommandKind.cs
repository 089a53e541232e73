using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Commands.Descriptors;

/// <summary>A kind of command that a Host's agent can be told.</summary>
internal interface ICommandKind
{
    CommandDescriptor Descriptor { get; }

    /// <summary>What is done, for a person: "gpu-reset of GPU 3".</summary>
    /// <param name="gpus">The Host's GPUs: UUID to index. Whatever <paramref name="command"/> names is among them.</param>
    string Text(Command command, IReadOnlyDictionary<string, int> gpus) => Descriptor.Name;
}
