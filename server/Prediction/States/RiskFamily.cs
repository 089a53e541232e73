namespace SovereignFleet.Server.Prediction.States;

/// <summary>What fails. States of one family are signs of one thing: only the largest counts.</summary>
internal enum RiskFamily
{
    Base,
    Memory,
    Gpu,
    Recurrence,
}
