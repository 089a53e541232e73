namespace SovereignFleet.Server.Prediction.States;

/// <summary>What is assumed of a state before the fleet has its own evidence: the chance of a failure within a day and within a week.</summary>
internal readonly record struct Prior(double P24h, double P7d)
{
    public double Hazard24h => -Math.Log(1 - P24h);
    public double Hazard7d => -Math.Log(1 - P7d);
}
