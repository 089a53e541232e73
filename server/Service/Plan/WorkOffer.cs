using SovereignFleet.Server.Commands.Descriptors;

namespace SovereignFleet.Server.Service.Plan;

/// <summary>All that whoever proposes a Drain needs to know of a kind of work.</summary>
/// <param name="Title">For a menu: "Reset a GPU".</param>
/// <param name="Says">What it does, a sentence for a person.</param>
internal sealed record WorkOffer(string Title, string Says)
{
    /// <summary>What of the Host must be named; null: it is about the Host.</summary>
    public CommandArgument? Target { get; init; }
}
