using SovereignFleet.Server.Outbox;

namespace SovereignFleet.Server.Checks;

internal static class CheckOutcome
{
    /// <param name="delivered">What is said where it was taken.</param>
    public static Check With(this Check check, DeliveryOutcome outcome, string delivered) => outcome switch
    {
        DeliveryOutcome.Delivered => check with { Passed = true, Sentence = delivered },
        DeliveryOutcome.RetryLater later => check with { Sentence = later.Reason },
        DeliveryOutcome.Rejected rejected => check with { Sentence = rejected.Reason },
        _ => throw new InvalidOperationException($"{outcome} is no outcome of a delivery."),
    };
}
