namespace SovereignFleet.Server.Hosting.Pages;

/// <summary>Where a page of a list ended. Lists are in the order of a time, the latest first, and of the id where two have one time;
/// a list that knows no time has the earliest for all.</summary>
internal readonly record struct PagePlace<TId>(DateTimeOffset At, TId Id);
