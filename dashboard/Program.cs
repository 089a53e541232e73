using SovereignFleet.Dashboard;

await DashboardApp.Build(args).RunAsync();
