namespace SovereignFleet.Server.Prediction;

internal static class PredictionRegistration
{
    /// <summary>The risk states and the probabilities.</summary>
    public static IHostApplicationBuilder AddPrediction(this IHostApplicationBuilder builder)
    {
        return builder;
    }
}
