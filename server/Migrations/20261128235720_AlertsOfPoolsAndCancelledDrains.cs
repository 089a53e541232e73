using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SovereignFleet.Server.Migrations
{
    /// <inheritdoc />
    public partial class AlertsOfPoolsAndCancelledDrains : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "cancel_requested_at",
                table: "drains",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "host_id",
                table: "alerts",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<string>(
                name: "pool_id",
                table: "alerts",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_alerts_open_pool",
                table: "alerts",
                columns: new[] { "pool_id", "cause" },
                unique: true,
                filter: "pool_id IS NOT NULL AND ended_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_alerts_open_pool",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "cancel_requested_at",
                table: "drains");

            migrationBuilder.DropColumn(
                name: "pool_id",
                table: "alerts");

            migrationBuilder.AlterColumn<Guid>(
                name: "host_id",
                table: "alerts",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
