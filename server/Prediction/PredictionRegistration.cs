using SovereignFleet.Server.Prediction.States;

namespace SovereignFleet.Server.Prediction;

internal static class PredictionRegistration
{
    /// <summary>The risk states and the probabilities.</summary>
    public static IHostApplicationBuilder AddPrediction(this IHostApplicationBuilder builder)
    {
        builder.Services.AddRiskStates();
        builder.Services.AddSingleton<RiskModel>();
        builder.Services.AddSingleton<RiskEstimates>();
        builder.Services.AddSingleton<RiskRule>();
        builder.Services.AddHostedService<RiskWatch>();
        builder.Services.AddHostedService<PredictionNews>();
        return builder;
    }

    /// <summary>Adding a state is one file and one line.</summary>
    public static IServiceCollection AddRiskStates(this IServiceCollection services) => services
        .AddSingleton<IRiskState, BaseState>()
        .AddSingleton<IRiskState, RowRemapFailureState>()
        .AddSingleton<IRiskState, SramThresholdState>()
        .AddSingleton<IRiskState, UncorrectableEpisodeState>()
        .AddSingleton<IRiskState, RowRemapPendingState>()
        .AddSingleton<IRiskState, RepeatedLossState>()
        .AddSingleton<IRiskState, LemonState>();
}
