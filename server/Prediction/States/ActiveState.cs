namespace SovereignFleet.Server.Prediction.States;

/// <summary>A risk state that a GPU is in.</summary>
/// <param name="Evidence">The raw values, for a person.</param>
internal sealed record ActiveState(Prior Prior, string Evidence);
