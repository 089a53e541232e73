namespace SovereignFleet.Diagnostics.Gpus;

/// <summary>How hot a GPU is.</summary>
internal interface ITemperature
{
    /// <summary>Null: nobody can tell.</summary>
    int? Celsius(string uuid);
}
