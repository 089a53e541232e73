namespace SovereignFleet.Benchmarks;

/// <summary>One fault's way to the pager, in seconds: the whole, and each stage apart.</summary>
internal sealed record FaultJourney
{
    /// <summary>Line written to webhook received.</summary>
    public required double ToWebhook { get; init; }

    /// <summary>Line written to POST received in Alertmanager's place.</summary>
    public required double ToAlertmanager { get; init; }

    /// <summary>Line written to Event read.</summary>
    public required double Sensor { get; init; }

    /// <summary>Event read to received by the server.</summary>
    public required double Stream { get; init; }

    /// <summary>Received to Condition fired.</summary>
    public required double Rule { get; init; }

    /// <summary>Condition fired to webhook received.</summary>
    public required double Outbox { get; init; }
}
