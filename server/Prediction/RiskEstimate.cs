namespace SovereignFleet.Server.Prediction;

/// <summary>The model's word on one GPU.</summary>
internal sealed record RiskEstimate(double Probability24h, double Probability7d, RiskDecision Decision, string Reason);
