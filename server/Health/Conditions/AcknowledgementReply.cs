namespace SovereignFleet.Server.Health.Conditions;

/// <summary>How a person's word on a Condition ended.</summary>
internal abstract record AcknowledgementReply
{
    public sealed record Done : AcknowledgementReply;

    public sealed record NotFound : AcknowledgementReply;

    public sealed record Refused(string Why) : AcknowledgementReply;
}
